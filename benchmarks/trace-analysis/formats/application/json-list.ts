import { parsePythonLiteral } from './python-literal.ts'

/** Reads a list of JSON, or of literals of Python; undefined where it is neither. */
export function jsonList(text: string): unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list : undefined
  } catch {
    const value = parsePythonLiteral(text)?.value
    return Array.isArray(value) ? value : undefined
  }
}
