/** What a client sent cannot be answered. The message says what was expected and what came instead. */
export class BadInput extends Error {
  override readonly name = 'BadInput'

  constructor(expected: string, got: unknown) {
    super(`Expected ${expected}, got ${show(got)}.`)
  }
}

const LONGEST_SHOWN = 80

function show(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}
