import type { Writable } from 'node:stream'

/** Says where a run is. */
export interface Progress {
  /** Begins one of the eight steps. */
  step(number: number, title: string): void
  /** How far the step is, from 0 to 1, and what is being done. */
  advance(done: number, what: string): void
  end(): void
}

const STEPS = 8
const WIDTH = 20

/** A line that is written over on a terminal; elsewhere a line for each step, and nothing in between. */
export function createProgress(
  output: Writable & { isTTY?: boolean },
  now = () => performance.now(),
): Progress {
  let stepStartMs = now()
  let line = ''
  const write = (text: string) => output.write(output.isTTY ? `\r\x1b[K${text}` : text)
  const finishLine = () => {
    if (line !== '') write(`${line}\n`)
    line = ''
  }
  return {
    step(number, title) {
      if (output.isTTY) finishLine()
      stepStartMs = now()
      line = `[${number}/${STEPS}] ${title}`
      if (output.isTTY) write(line)
      else output.write(`${line}\n`)
    },
    advance(done, what) {
      if (!output.isTTY) return
      const filled = Math.round(done * WIDTH)
      const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`
      write(`${line}  ${bar} ${timeLeft(now() - stepStartMs, done)}  ${what}`)
    },
    end() {
      if (output.isTTY) finishLine()
    },
  }
}

/** What is left at the pace so far. */
function timeLeft(elapsedMs: number, done: number): string {
  if (done <= 0 || elapsedMs < 1000) return '        '
  const seconds = Math.ceil((elapsedMs / done - elapsedMs) / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`
}
