import type { Finding } from '../../../../benchmarks/trace-analysis/analysis.ts'
import type { TraceLine } from '../../../../benchmarks/trace-analysis/formats/trace-line.ts'

/** A trace whose findings are known. */
export interface LabelledTrace {
  name: string
  lines: TraceLine[]
  /** Every correct finding: the name of the statement, and the path that it is flagged under. */
  truth: Label[]
}

export interface Label {
  kind: Finding['kind']
  statement: string
  path: string | null
}

export function loop(statement: string, path: string | null): Label {
  return { kind: 'n-plus-one', statement, path }
}

export function repeated(statement: string, path: string | null): Label {
  return { kind: 'repeated', statement, path }
}

export function countPair(statement: string, path: string | null): Label {
  return { kind: 'count-pair', statement, path }
}
