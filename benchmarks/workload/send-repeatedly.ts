import { Client } from 'undici'

interface RepeatedRequest {
  url: URL
  /** Sent by `POST`; without one it is a `GET`. */
  body: string | undefined
  /** How often it is sent, over all connections. */
  count: number
  /** Keep-alive connections, each with one request at a time. */
  connections: number
  signal: AbortSignal
}

/** Sends the same request again and again, as fast as it is answered. @returns the last answer. @throws Error if one fails. */
export async function sendRepeatedly({
  url,
  body,
  count,
  connections,
  signal,
}: RepeatedRequest): Promise<string> {
  let left = count
  let last = ''
  const accept = 'application/graphql-response+json, application/json'
  const request = {
    path: url.pathname + url.search,
    signal,
    ...(body === undefined
      ? { method: 'GET' as const, headers: { accept } }
      : { method: 'POST' as const, headers: { accept, 'content-type': 'application/json' }, body }),
  }
  const sendOnConnection = async () => {
    const client = new Client(url.origin)
    try {
      while (left-- > 0) {
        const { statusCode, body: answer } = await client.request(request)
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
