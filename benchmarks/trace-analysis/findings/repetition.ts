import { type Execution, isAside, type ParsedRequest } from '../requests/parsed-request.ts'
import type { TracedRequest } from '../requests/traced-request.ts'
import { WRITE_VERBS } from '../sql/parsed-statement.ts'
import { LOG_TABLE } from './column-names.ts'

/**
 * Why the same statement ran again with the same values in one request.
 *
 * - `retry`: the first failed, or what it belonged to was rolled back after a write or an error; or the first returned
 *   nothing and the second did, since a trace may not say what failed;
 * - `reread`: what it reads, or what its text means, was changed in between, or its result shows so;
 * - `wait`: it was sent at intervals, as a program does that waits for something;
 * - `unpaced`: right after the first, in a trace without times, which would show whether the program waited;
 * - `uncertain`: something was written in between that a view or a trigger may relate to what it reads, or it reads, right
 *   after the first, what programs wait for;
 * - `repeat`: the first result could be used again.
 */
export type Repetition = 'retry' | 'reread' | 'wait' | 'unpaced' | 'uncertain' | 'repeat'

/** A request and why its statements ran again. */
export interface ExaminedRequest {
  request: ParsedRequest
  repetitions: Map<Execution, Repetition>
}

/** For each execution that had been there before: what it is. Takes time in proportion to the executions. */
export function repetitions({ traced, executions }: ParsedRequest): Map<Execution, Repetition> {
  const found = new Map<Execution, Repetition>()
  const before = new Map<string, Map<string, Execution>>()
  const changes = createChanges()
  for (const execution of executions) {
    const { parsed, parameterSet } = execution
    if (parameterSet !== null) {
      const byParameters = before.get(parsed.key) ?? new Map<string, Execution>()
      const earlier = byParameters.get(parameterSet)
      if (earlier !== undefined) {
        const repetition = classify(earlier, execution, changes)
        const isNext = execution.ordinal - earlier.ordinal === 1
        found.set(
          execution,
          repetition === 'repeat' && isNext ? ranAgain(earlier, execution, traced) : repetition,
        )
      }
      before.set(parsed.key, byParameters.set(parameterSet, execution))
    }
    changes.note(execution)
  }
  markWaits(executions, found)
  return found
}

/** Equal for the same statement with the same values; null where these are not known. */
export function identityOf({ parsed, parameterSet }: Execution): string | null {
  return parameterSet === null ? null : `${parsed.key}\n${parameterSet}`
}

function classify(earlier: Execution, later: Execution, changes: Changes): Repetition {
  const rowsBefore = earlier.statement.rowCount
  const rowsAfter = later.statement.rowCount
  const cameEmpty = rowsBefore === 0 && (rowsAfter ?? 0) > 0
  if (earlier.statement.error != null || cameEmpty || changes.rolledBackSince(earlier)) return 'retry'
  const pauseMs = pauseBetween(earlier, later)
  if (pauseMs >= MIN_POLL_MS || (rowsBefore === 0 && pauseMs >= MIN_WAIT_MS)) return 'wait'
  const isDifferent = rowsBefore !== null && rowsAfter !== null && rowsBefore !== rowsAfter
  const isSameResult = hasSameRows(earlier, later)
  if (isDifferent || isSameResult === false || changes.changedSince(earlier, later)) return 'reread'
  return isSameResult !== true && changes.mayRelateSince(earlier, later) ? 'uncertain' : 'repeat'
}

/** What changes by itself, so that a program reads it until it has. */
const AWAITED =
  /(job|task|queue|import|export|run|build|batch|process|lock|outbox|message|notification)(e?s)?$/i

/** A pause in which a program may have worked, or waited. */
const MIN_LONG_WAIT_MS = 100

/** What ran again right after the first, with nothing in between. */
function ranAgain(earlier: Execution, later: Execution, { isTimed = true }: TracedRequest): Repetition {
  if (isTimed) return pauseBetween(earlier, later) >= MIN_LONG_WAIT_MS ? 'uncertain' : 'repeat'
  return later.parsed.tables.some(({ table }) => AWAITED.test(table)) ? 'uncertain' : 'unpaced'
}

/** After so long a pause a program polls, whatever it did in between. */
const MIN_POLL_MS = 1000

function pauseBetween({ statement: earlier }: Execution, { statement: later }: Execution): number {
  return later.startMs - earlier.startMs - earlier.durationMs
}

/** Undefined where the rows were not traced. */
function hasSameRows(earlier: Execution, later: Execution): boolean | undefined {
  const [before, after] = [earlier.statement.rows, later.statement.rows]
  return before && after && JSON.stringify(before) === JSON.stringify(after)
}

interface Changes {
  note(execution: Execution): void
  rolledBackSince(earlier: Execution): boolean
  changedSince(earlier: Execution, later: Execution): boolean
  mayRelateSince(earlier: Execution, later: Execution): boolean
}

/** What the executions so far have changed, by the position of the last one that did. */
function createChanges(): Changes {
  const written = new Map<string, number>()
  const writes: Execution[] = []
  let lastWrite = -1
  let lastSetting = -1
  let lastRollback = -1
  let isDirty = false
  return {
    note(execution) {
      const { parsed, position, statement } = execution
      const { transaction, changesSettings } = parsed.effects
      if (changesSettings) lastSetting = position
      if (transaction === 'rollback-to' || (transaction === 'rollback' && isDirty)) lastRollback = position
      if (transaction !== null) isDirty = false
      if (statement.error != null) lastRollback = position
      const tables = parsed.tables.filter(({ access }) => access === 'write')
      if (tables.length === 0 && !WRITE_VERBS.has(parsed.verb) && !parsed.effects.mayWrite) return
      if (!parsed.effects.mayWrite) isDirty = true
      lastWrite = position
      writes.push(execution)
      for (const { table } of tables) written.set(table, position)
    },
    rolledBackSince: ({ position }) => lastRollback > position,
    changedSince: ({ position }, { parsed }) =>
      lastSetting > position ||
      parsed.tables.some(({ table }) => (written.get(table) ?? -1) > position) ||
      (lastWrite > position && (parsed.effects.readsFunction || parsed.tables.length === 0)),
    mayRelateSince({ position }, { parsed }) {
      for (let index = writes.length - 1; index >= Math.max(0, writes.length - MAX_WRITES); index -= 1) {
        const write = writes[index]
        if (write === undefined || write.position < position) return false
        if (mayRelate(write, parsed.tables)) return true
      }
      return false
    },
  }
}

/** More writes than these between two reads are not looked at. */
const MAX_WRITES = 20

/**
 * A view shares a word with what it shows; a trigger changes the rows that a written column refers to; what a function
 * or a procedure writes is not known.
 */
function mayRelate(write: Execution, read: Execution['parsed']['tables']): boolean {
  const tables = write.parsed.tables.filter(({ access }) => access === 'write').map(({ table }) => table)
  if (tables.length === 0) return true
  if (tables.every((table) => LOG_TABLE.test(table))) return false
  const columns = write.parsed.slots.flatMap((slot) => slot.columns).flatMap((column) => column ?? [])
  const changed = new Set([...tables, ...columns].flatMap(wordsOf))
  return read.some(({ table }) => wordsOf(table).some((word) => changed.has(word)))
}

/** The words of a name in the singular: `order` and `item` of `order_items`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .map((word) => word.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, ''))
    .filter((word) => word.length > 2)
}

/** Between two of a program that waits nothing else is sent for at least this long. */
const MIN_WAIT_MS = 40
const MIN_WAITS = 2

/** Marks runs of one statement that were sent one after the other with pauses between them. */
function markWaits(executions: Execution[], found: Map<Execution, Repetition>): void {
  let run: Execution[] = []
  const endRun = () => {
    if (run.length >= MIN_WAITS) for (const execution of run) found.set(execution, 'wait')
    run = []
  }
  let previous: Execution | undefined
  for (const execution of executions.filter((each) => !isAside(each))) {
    const pauseMs = previous ? pauseBetween(previous, execution) : 0
    const isNext = previous?.parsed.key === execution.parsed.key && found.has(execution)
    if (isNext && previous?.parameterSet === execution.parameterSet && pauseMs >= MIN_WAIT_MS)
      run.push(execution)
    else endRun()
    previous = execution
  }
  endRun()
}
