/** An operation that wants to run. */
export interface Ticket {
  /** Expensive operations together use at most half of the places, running and waiting. */
  readonly isExpensive: boolean
}

/** What became of a ticket: it runs now, it waits, or there is no room for it to wait. */
export type Entry = 'running' | 'waiting' | 'refused'

interface AdmissionQueueOptions {
  /** Places to run, at least 1. */
  maxRunning: number
  /** Places to wait. */
  maxWaiting: number
}

/**
 * Who runs and who waits, without clocks or promises.
 *
 * Half of the places are for cheap operations only, so expensive ones cannot starve them. Within what that leaves, the
 * order is that of arrival, so cheap operations cannot starve expensive ones.
 */
export class AdmissionQueue<T extends Ticket = Ticket> {
  readonly #running: Places<T>
  readonly #waiting: Places<T>

  constructor({ maxRunning, maxWaiting }: AdmissionQueueOptions) {
    this.#running = new Places(maxRunning)
    this.#waiting = new Places(maxWaiting)
  }

  get running(): number {
    return this.#running.tickets.size
  }

  get waiting(): number {
    return this.#waiting.tickets.size
  }

  enter(ticket: T): Entry {
    // Tickets that wait cannot run, so one that can run overtakes none that could.
    if (this.#running.add(ticket)) return 'running'
    return this.#waiting.add(ticket) ? 'waiting' : 'refused'
  }

  /** Removes a ticket, running or waiting, and returns those that run now instead. */
  leave(ticket: T): T[] {
    this.#waiting.delete(ticket)
    if (!this.#running.delete(ticket)) return []
    const started: T[] = []
    for (const next of this.#waiting.tickets) {
      if (this.#running.isFull) break
      if (!this.#running.add(next)) continue
      this.#waiting.delete(next)
      started.push(next)
    }
    return started
  }
}

/** A bounded set of tickets in the order of arrival. At most half of them, and at least one, are expensive. */
class Places<T extends Ticket> {
  readonly tickets = new Set<T>()
  readonly #max: number
  readonly #maxExpensive: number
  #expensive = 0

  constructor(max: number) {
    this.#max = max
    this.#maxExpensive = Math.max(1, Math.floor(max / 2))
  }

  get isFull(): boolean {
    return this.tickets.size >= this.#max
  }

  add(ticket: T): boolean {
    if (this.isFull || (ticket.isExpensive && this.#expensive >= this.#maxExpensive)) return false
    this.tickets.add(ticket)
    if (ticket.isExpensive) this.#expensive++
    return true
  }

  delete(ticket: T): boolean {
    const isHere = this.tickets.delete(ticket)
    if (isHere && ticket.isExpensive) this.#expensive--
    return isHere
  }
}
