import type { Writable } from 'node:stream'

/** Shows how far a run is. */
export interface Progress {
  /** Starts the next step. */
  step(title: string): void
  /** A line for the reader, which stays. */
  note(text: string): void
  /** How far the step is, from 0 to 1, and what it is doing. */
  advance(done: number, what: string): void
  end(): void
}

const BAR_WIDTH = 20
const DEFAULT_COLUMNS = 80
/** Such as `[3/8] Capturing`. */
const MIN_TITLE = 16

/** On a terminal a line that is updated in place, and never wider than the terminal; elsewhere one line for each step. */
export function createProgress(
  output: Writable & { isTTY?: boolean; columns?: number },
  { steps, now = () => performance.now() }: { steps: number; now?: () => number },
): Progress {
  let step = 0
  let stepStartMs = now()
  let line = ''
  /** Overwrites the line. A longer one would be wrapped, and only its last row overwritten by the next. */
  const show = (detail: string) =>
    output.write(`\r\x1b[K${fit(line, detail, (output.columns ?? DEFAULT_COLUMNS) - 1)}`)
  const finishLine = () => {
    if (line !== '') output.write(`\r\x1b[K${line}\n`)
    line = ''
  }
  return {
    step(title) {
      if (output.isTTY) finishLine()
      stepStartMs = now()
      line = `[${++step}/${steps}] ${title}`
      if (output.isTTY) show('')
      else output.write(`${line}\n`)
    },
    advance(done, what) {
      if (!output.isTTY) return
      const filled = Math.round(done * BAR_WIDTH)
      const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`
      show(`  ${bar} ${timeLeft(now() - stepStartMs, done)}  ${what}`)
    },
    note(text) {
      if (output.isTTY) finishLine()
      output.write(`${text}\n`)
    },
    end() {
      if (output.isTTY) finishLine()
    },
  }
}

/** Both texts within a width: what changes matters more than the title, of which its beginning tells enough. */
function fit(title: string, detail: string, width: number): string {
  const beginning = title.slice(0, Math.max(MIN_TITLE, width - detail.length))
  const shortened = beginning === title ? title : `${beginning.slice(0, -1)}…`
  return `${shortened}${detail}`.slice(0, width)
}

/** The time left at the pace so far. */
function timeLeft(elapsedMs: number, done: number): string {
  if (done <= 0 || elapsedMs < 1000) return '        '
  const seconds = Math.ceil((elapsedMs / done - elapsedMs) / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`
}
