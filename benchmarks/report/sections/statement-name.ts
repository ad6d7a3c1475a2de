import type { OperationResult } from '../../result.ts'

/** What the program calls the statements of a pattern; the pattern itself where they have no name. */
export function statementName(pattern: string, { patterns }: OperationResult): string {
  return patterns.find((candidate) => candidate.pattern === pattern)?.name ?? pattern
}
