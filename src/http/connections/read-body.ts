import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { HeldBytes } from './held-bytes.ts'

/** A body, or why there is none. `gone`: the client closed its connection before the end. */
export type Body = { text: string } | { problem: 'too_large' | 'not_utf8' | 'gone' }

/**
 * Reads a body of at most `maxBytes`. It stops at the first byte beyond, and at once if the announced length is beyond.
 * What has arrived of all bodies together is held in `received`.
 */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
  received: HeldBytes<IncomingMessage>,
): Promise<Body> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > maxBytes) return Promise.resolve({ problem: 'too_large' })
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const settle = (body: Body) => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose)
      received.release(request)
      resolve(body)
    }
    const onData = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > maxBytes) return settle({ problem: 'too_large' })
      chunks.push(chunk)
      // What has arrived whole does not wait.
      if (bytes !== announced) received.add(request, chunk.length)
    }
    const onEnd = () => {
      const [first] = chunks
      const whole = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, bytes)
      settle(isUtf8(whole) ? { text: whole.toString('utf8') } : { problem: 'not_utf8' })
    }
    const onClose = () => settle({ problem: 'gone' })
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
  })
}

/**
 * Reads on after a refusal without keeping anything, so that the client can finish sending and read the answer.
 * Closes the connection of one that sends more than `maxBytes`.
 */
export function discardRest(request: IncomingMessage, maxBytes: number): void {
  let bytes = 0
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > maxBytes) request.destroy()
  })
  request.on('error', () => {})
}
