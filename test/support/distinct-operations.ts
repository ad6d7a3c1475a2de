import type { TestApp } from './test-app.ts'

/** An operation with variables that no other number has; some are answered with nobody, some with a page. */
const OPERATION = `query Distinct($name: String!, $first: Int!) {
  doctors(first: $first, filter: { name: $name }) { totalCount nodes { name } }
}`

/** Sends operations that are each different, some at a time. */
export async function sendDistinctOperations(app: TestApp, from: number, to: number): Promise<void> {
  let next = from
  const send = async () => {
    while (next < to) {
      const number = next++
      const variables = {
        name: number % 4 === 0 ? `Nobody ${number}` : `${number % 7}`,
        first: 1 + (number % 9),
      }
      const { status } = await app.answer({
        ...{ method: 'POST', url: 'http://jadwal.test/graphql', signal: NEVER },
        headers: { 'content-type': 'application/json', 'x-request-id': String(number) },
        // Other bytes, so another operation to the memory, whatever the variables are.
        body: JSON.stringify({ query: OPERATION, variables, extensions: { number } }),
      })
      if (status !== 200) throw new Error(`expected an answer, got ${status}`)
      app.logged.length = 0
    }
  }
  await Promise.all(Array.from({ length: 8 }, send))
}

const NEVER = new AbortController().signal
