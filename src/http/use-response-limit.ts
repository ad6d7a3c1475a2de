import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { exceeded, RESULT_TOO_LARGE } from '../document/refusal.ts'

/** Sends an error instead of a response of more bytes. What a result can grow to is bounded by the cost of its operation. */
export function useResponseLimit(maxBytes: number): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || isAsyncIterable(result)) return
      const text = (result.stringify ?? JSON.stringify)(result)
      if (isLongerThan(text, maxBytes)) {
        const error = {
          code: RESULT_TOO_LARGE,
          limit: 'bytes',
          max: maxBytes,
          subject: 'a response',
        } as const
        setResult({ errors: [exceeded({ ...error, got: Buffer.byteLength(text) })] })
        // Errors are rewritten before they are sent.
      } else if (!result.errors?.length && !result.extensions?.http) {
        setResult({ ...result, stringify: () => text })
      }
    },
  }
}

/** Counts bytes only where they are not clear from the length: a UTF-16 unit has one to three in UTF-8. */
function isLongerThan(text: string, maxBytes: number): boolean {
  if (text.length * 3 <= maxBytes) return false
  return Buffer.byteLength(text) > maxBytes
}
