import { Client } from 'undici'

interface RepeatedRequest {
  url: URL
  /** The body of a request by its number, which is sent by `POST`; without it, requests are sent by `GET`. */
  bodyOf?: ((number: number) => string) | undefined
  /** How often it is sent, over all connections. */
  count: number
  /** Keep-alive connections, each with one request at a time. */
  connections: number
  signal: AbortSignal
}

/** Sends requests as fast as they are answered. @returns the last answer. @throws Error if one fails. */
export async function sendRepeatedly({
  url,
  bodyOf,
  count,
  connections,
  signal,
}: RepeatedRequest): Promise<string> {
  let left = count
  let last = ''
  const accept = 'application/graphql-response+json, application/json'
  const target = { path: url.pathname + url.search, signal }
  const requestOf = (number: number) =>
    bodyOf === undefined
      ? { ...target, method: 'GET' as const, headers: { accept } }
      : {
          ...target,
          method: 'POST' as const,
          headers: { accept, 'content-type': 'application/json' },
          body: bodyOf(number),
        }
  const sendOnConnection = async () => {
    const client = new Client(url.origin)
    try {
      while (left-- > 0) {
        const { statusCode, body: answer } = await client.request(requestOf(left))
        last = await answer.text()
        if (statusCode !== 200)
          throw new Error(`expected status 200 of ${url.href}, got ${statusCode}: ${last.slice(0, 300)}`)
      }
    } finally {
      await client.destroy()
    }
  }
  await Promise.all(Array.from({ length: connections }, sendOnConnection))
  return last
}
