import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { StartupError } from '../startup-error.ts'
import type { TraceSink } from './use-timings.ts'

export interface TraceFile {
  write: TraceSink
  /** Resolves when all lines are in the file. */
  close(): Promise<void>
}

/** Lines are gathered for so long: a write for each costs more than all else that a trace does. */
const GATHER_MS = 10

/**
 * A file with a line of JSON for each trace, to which lines are added. While the disk cannot keep up, `write`
 * answers with a promise: who awaits it neither loses lines nor lets them pile up in memory.
 *
 * @throws StartupError where the file cannot be opened.
 */
export async function openTraceFile(path: string): Promise<TraceFile> {
  const stream = createWriteStream(path, { flags: 'a' })
  await once(stream, 'open').catch((error: Error) => {
    throw new StartupError(`traces cannot be written to ${path}: ${error.message}`)
  })
  let lines = ''
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const written = Promise.withResolvers<void>()
    const keepsUp = stream.write(lines, () => written.resolve())
    lines = ''
    return keepsUp ? undefined : written.promise
  }
  return {
    write(trace) {
      lines += `${JSON.stringify(trace, writable)}\n`
      if (lines.length > stream.writableHighWaterMark) return flush()
      timer ??= setTimeout(flush, GATHER_MS)
      return undefined
    },
    async close() {
      if (stream.writableFinished) return
      flush()
      stream.end()
      await once(stream, 'finish')
    },
  }
}

function writable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
