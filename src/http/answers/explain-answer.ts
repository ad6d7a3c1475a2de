import type { Answer } from '../answer.ts'
import { errorAnswer } from '../error-answer.ts'

const EXPLANATIONS = new Map([
  [404, { code: 'NOT_FOUND', message: 'Expected a path that exists: operations are sent to /graphql.' }],
  [
    406,
    {
      code: 'NOT_ACCEPTABLE',
      message: 'Expected to accept application/graphql-response+json or application/json.',
    },
  ],
])

/** Gives a refusal without a body an error with a code. */
export function explainAnswer(answer: Answer): Answer {
  const explanation = EXPLANATIONS.get(answer.status)
  if (explanation === undefined || answer.body.length > 0) return answer
  return errorAnswer({ ...explanation, status: answer.status, headers: answer.headers })
}
