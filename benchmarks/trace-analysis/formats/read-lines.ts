import { createReadStream } from 'node:fs'
import type { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'

/** A line longer than this is cut into several, none of which can be read: one line costs no more memory. */
const MAX_LINE_LENGTH = 200_000_000

/**
 * The lines of a file, some at a time; of standard input where the path is `-`. What is compressed with gzip or zstd is
 * recognised by its first bytes.
 *
 * @throws Error where the file cannot be read, or its compressed data is damaged.
 */
export async function* readLines(path: string): AsyncGenerator<string[]> {
  const source: Readable = path === '-' ? process.stdin : createReadStream(path)
  // A line may come in many pieces. Joined once, it takes time in proportion to its length.
  let pieces: string[] = []
  let length = 0
  for await (const text of textOf(source)) {
    const [first = '', ...others] = text.split('\n')
    pieces.push(first)
    length += first.length
    const last = others.pop()
    const lines: string[] = []
    if (last !== undefined || length > MAX_LINE_LENGTH) {
      lines.push(pieces.join(''))
      for (const line of others) lines.push(line)
      pieces = last === undefined ? [] : [last]
      length = last?.length ?? 0
    }
    if (lines.length > 0) yield lines.map(withoutReturn)
  }
  if (length > 0) yield [withoutReturn(pieces.join(''))]
}

async function* textOf(source: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const chunk of decompressed(source)) {
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const text = decoder.decode()
  if (text !== '') yield text
}

async function* decompressed(source: Readable): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done) return
  const whole = withFirst(Buffer.from(first.value), chunks)
  const inflate = decompressorFor(Buffer.from(first.value))
  if (inflate === undefined) yield* whole
  else yield* inflated(whole, inflate)
}

async function* withFirst(first: Buffer, others: AsyncIterator<unknown>): AsyncGenerator<Buffer> {
  yield first
  for (let next = await others.next(); !next.done; next = await others.next()) {
    if (next.value instanceof Buffer) yield next.value
  }
}

/** Data that is damaged or ends early is an error, after what could be read of it. */
async function* inflated(chunks: AsyncIterable<Buffer>, inflate: Transform): AsyncGenerator<Buffer> {
  // What goes wrong in writing is thrown in reading too.
  pipeline(chunks, inflate).catch(() => {})
  for await (const chunk of inflate) yield chunk
}

function decompressorFor(first: Buffer) {
  if (first.length < 4) return undefined
  if (first.readUInt16BE(0) === 0x1f8b) return createGunzip()
  return first.readUInt32BE(0) === 0x28b52ffd ? createZstdDecompress() : undefined
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
