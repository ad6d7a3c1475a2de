import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A command of the project, run as npm would run it. */
export interface Program {
  process: ChildProcess
  /** All that it printed so far, to both outputs. */
  printed(): string
  /** What of it went to standard output. */
  output(): string
  /** Waits until it has printed something that matches; fails where it ends without. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

export function startProgram(script: string, args: string[], settings: Record<string, string>): Program {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  let output = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (stream === child.stdout) output += chunk
      for (const listener of listeners) listener()
    })
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? -1))
  })
  return {
    process: child,
    printed: () => text,
    output: () => output,
    ended,
    says(pattern) {
      return new Promise((found, missing) => {
        const look = () => {
          const match = pattern.exec(text)
          if (match === null) return
          listeners.delete(look)
          found(match)
        }
        listeners.add(look)
        look()
        ended.then((how) => missing(new Error(`expected ${script} to say ${pattern}, got ${how}:\n${text}`)))
      })
    },
  }
}
