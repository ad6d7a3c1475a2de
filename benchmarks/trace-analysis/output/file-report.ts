import type { Finding, OperationResult, TraceAnalysis } from '../analysis.ts'
import type { ReadTrace } from '../formats/read-trace.ts'

/** What was found in one file; `--json` prints a list of these. The README describes it. */
export interface FileReport extends ReadTrace, TraceAnalysis {
  /** Of this shape: raised when a field changes its meaning or goes. */
  version: 1
  file: string
}

/** A finding and the operation that it is in. */
export interface FoundIn {
  operation: OperationResult
  finding: Finding
}

/** The findings of all operations, those first that took most time, then those with most statements. */
export function worstFirst({ operations }: TraceAnalysis): FoundIn[] {
  const found = operations.flatMap((operation) =>
    operation.findings.map((finding) => ({ operation, finding })),
  )
  return found.toSorted(
    ({ finding: a }, { finding: b }) =>
      b.totalMs - a.totalMs ||
      b.evidence.statements * b.evidence.requests - a.evidence.statements * a.evidence.requests ||
      (a.pattern < b.pattern ? -1 : 1),
  )
}

/** What to fix, in the words of the code: operation, path, statement. */
export function headline({ operation, finding }: FoundIn): string {
  const { kind, subkind, degree, name, evidence, totalMs } = finding
  const path = evidence.parentPath === null ? '' : ` under ${evidence.parentPath}`
  const time = totalMs > 0 ? `, ${totalMs.toFixed(1)} ms` : ''
  const what = subkind === null ? kind : `${kind} (${subkind})`
  return `${operation.name}: ${name}${path}: ${what}, ${degree}: ${count(evidence.statements, 'statement')} in one request, in ${count(evidence.requests, 'request')}${time}`
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** Text of a trace as it may be shown: control characters, which could command a terminal, are made visible. */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take out.
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => (/\s/.test(char) ? ' ' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
}

/** The first of a long text. */
export function shortened(text: string, length = 100): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
