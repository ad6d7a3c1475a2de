import type { Plugin } from '@envelop/core'
import { useGraphQlJit } from '@envelop/graphql-jit'
import { Kind } from 'graphql'

/**
 * Compiles each operation once and runs the compiled form from then on. The compiler keeps one form for a
 * document, whichever operation of it is named: a document of several is left to the interpreter.
 */
export function useCompiledExecution(): Plugin {
  return useGraphQlJit(
    {},
    {
      enableIf: ({ document }) =>
        document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length === 1,
    },
  )
}
