/** A page, or nobody, of which no other number asks for the same bytes. */
const OPERATION = `query Distinct($name: String!, $first: Int!) {
  doctors(first: $first, filter: { name: $name }) { totalCount nodes { name } }
}`

/**
 * Sends operations that are each different, eight at a time.
 *
 * @param send sends a body and returns the status.
 */
export async function sendDistinctOperations(
  send: (body: string) => Promise<number>,
  { from, to }: { from: number; to: number },
): Promise<void> {
  let next = from
  const sender = async () => {
    while (next < to) {
      const number = next++
      const name = number % 4 === 0 ? `Nobody ${number}` : `${number % 7}`
      const variables = { name, first: 1 + (number % 9) }
      const status = await send(JSON.stringify({ query: OPERATION, variables, extensions: { number } }))
      if (status !== 200) throw new Error(`expected an answer, got ${status}`)
    }
  }
  await Promise.all(Array.from({ length: 8 }, sender))
}
