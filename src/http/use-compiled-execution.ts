import type { Plugin } from '@envelop/core'
import { useGraphQlJit } from '@envelop/graphql-jit'
import { Kind } from 'graphql'

/**
 * Compiles each document once and executes the compiled form from then on. The compiler keeps one compiled form for each
 * document, whichever operation is selected, so documents with several operations are interpreted.
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
