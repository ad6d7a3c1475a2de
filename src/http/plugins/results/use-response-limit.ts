import type { ExecutionResult } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { exceeded, RESULT_TOO_LARGE } from '../../../document/refusal.ts'

/**
 * Sends an error instead of a response of more bytes. What a result can grow to is bounded by the cost of its operation.
 *
 * @param onWhole called with each request whose result has no errors.
 */
export function useResponseLimit(maxBytes: number, onWhole: (request: Request) => void): Plugin {
  return {
    onResultProcess({ request, result, setResult }) {
      if (Array.isArray(result) || isAsyncIterable(result)) return
      const { text, result: limited } = limitResult(result, maxBytes)
      if (text !== undefined) onWhole(request)
      // Errors are rewritten before they are sent.
      setResult(text === undefined ? limited : { ...limited, stringify: () => text })
    },
  }
}

/** A result with its text; without a text if it has errors, or came from one that was too large. */
export function limitResult(
  result: ExecutionResult,
  maxBytes: number,
): { result: ExecutionResult; text?: string } {
  const text = JSON.stringify(result)
  if (isLongerThan(text, maxBytes)) {
    const got = Buffer.byteLength(text)
    const subject = 'a response'
    return {
      result: { errors: [exceeded({ code: RESULT_TOO_LARGE, limit: 'bytes', max: maxBytes, got, subject })] },
    }
  }
  return result.errors?.length || result.extensions?.http ? { result } : { result, text }
}

/** Counts bytes only where they are not clear from the length: a UTF-16 unit has one to three in UTF-8. */
function isLongerThan(text: string, maxBytes: number): boolean {
  if (text.length * 3 <= maxBytes) return false
  return Buffer.byteLength(text) > maxBytes
}
