import { parseTraceLine, type TraceLine } from './trace-line.ts'

export interface ReadTrace {
  lines: TraceLine[]
  problems: TraceProblem[]
}

export interface TraceProblem {
  /** Counted from 1. */
  line: number
  /** Of the form "expected X, got Y". */
  message: string
}

/** Reads the lines of a trace file. A malformed line is a problem and is left out; empty lines are skipped. */
export function readTrace(texts: Iterable<string>): ReadTrace {
  const lines: TraceLine[] = []
  const problems: TraceProblem[] = []
  let number = 0
  for (const text of texts) {
    number += 1
    if (text.trim() === '') continue
    const parsed = parseTraceLine(text)
    if ('line' in parsed) lines.push(parsed.line)
    else problems.push({ line: number, message: parsed.problem })
  }
  return { lines, problems }
}
