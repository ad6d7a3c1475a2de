import type { Plugin } from 'graphql-yoga'
import type { OperationTracer } from './recording/operation-tracer.ts'

export const TRACE_HEADER = 'x-trace'

/** Adds the trace of an operation to its response, as `extensions.trace`, if the request has `x-trace: 1`. */
export function useTraceExtension(tracer: OperationTracer): Plugin {
  return {
    onExecutionResult({ request, result, setResult }) {
      const record = tracer.current()
      if (record === undefined || request.headers.get(TRACE_HEADER) !== '1') return
      if (result === undefined || Array.isArray(result) || Symbol.asyncIterator in result) return
      setResult({ ...result, extensions: { ...result.extensions, trace: tracer.traceOf(record) } })
    },
  }
}
