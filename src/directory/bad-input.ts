/** What came instead: a value that the client sent, which the message quotes, or words about it, which it does not. */
export type Got = { value: unknown } | { description: string }

/** Input that cannot be answered, and that the client can fix. The message says what was expected and what came. */
export class BadInput extends Error {
  override readonly name = 'BadInput'

  constructor(expected: string, got: Got) {
    super(`Expected ${expected}, got ${'value' in got ? quote(got.value) : got.description}.`)
  }
}

const MAX_QUOTED_LENGTH = 80

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text
}
