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

const WIDTH = 20

/** On a terminal a line that is updated in place; elsewhere one line for each step. */
export function createProgress(
  output: Writable & { isTTY?: boolean },
  { steps, now = () => performance.now() }: { steps: number; now?: () => number },
): Progress {
  let step = 0
  let stepStartMs = now()
  let line = ''
  const write = (text: string) => output.write(output.isTTY ? `\r\x1b[K${text}` : text)
  const finishLine = () => {
    if (line !== '') write(`${line}\n`)
    line = ''
  }
  return {
    step(title) {
      if (output.isTTY) finishLine()
      stepStartMs = now()
      line = `[${++step}/${steps}] ${title}`
      if (output.isTTY) write(line)
      else output.write(`${line}\n`)
    },
    advance(done, what) {
      if (!output.isTTY) return
      const filled = Math.round(done * WIDTH)
      const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`
      write(`${line}  ${bar} ${timeLeft(now() - stepStartMs, done)}  ${what}`)
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

/** The time left at the pace so far. */
function timeLeft(elapsedMs: number, done: number): string {
  if (done <= 0 || elapsedMs < 1000) return '        '
  const seconds = Math.ceil((elapsedMs / done - elapsedMs) / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`
}
