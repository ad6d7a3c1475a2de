/** An attack by the text of an operation or its variables. */
export interface DocumentAttack {
  name: string
  query: string
  variables?: Record<string, unknown>
  refused: Refusal
}

/** The first error of the answer, and its status. */
export interface Refusal {
  status: number
  code: string
  says: RegExp
}

export const tooLarge = (says: RegExp): Refusal => ({ status: 400, code: 'DOCUMENT_TOO_LARGE', says })
export const TOO_MANY_TOKENS = tooLarge(/of at most 2000 tokens/)
export const TOO_MANY_BRACKETS = tooLarge(/of at most 50 nested brackets/)

export const tooCostly = (says: RegExp): Refusal => ({ status: 400, code: 'OPERATION_TOO_COSTLY', says })
export const RESULT_TOO_LARGE: Refusal = {
  ...{ status: 400, code: 'RESULT_TOO_LARGE' },
  says: /of at most 2000000 bytes/,
}

export const unparsed = (says: RegExp): Refusal => ({ status: 400, code: 'GRAPHQL_PARSE_FAILED', says })
export const invalid = (says: RegExp): Refusal => ({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED', says })
export const unsupported = (says: RegExp): Refusal => ({ status: 400, code: 'UNSUPPORTED_OPERATION', says })
export const NO_OPERATION: Refusal = {
  ...{ status: 400, code: 'OPERATION_RESOLUTION_FAILURE' },
  says: /Could not determine what operation to execute/,
}

/** Found while a field is resolved: other fields can have an answer. */
export const badInput = (says: RegExp): Refusal => ({ status: 200, code: 'BAD_USER_INPUT', says })
/** Found before anything is executed. */
export const badVariable = (says: RegExp): Refusal => ({ status: 400, code: 'BAD_USER_INPUT', says })

export const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ')

export const nested = (depth: number, open: string, close: string, core = ''): string =>
  open.repeat(depth) + core + close.repeat(depth)
