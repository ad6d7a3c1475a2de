import { Client } from 'undici'

interface RepeatedRequest {
  url: URL
  /** Sent by `POST`, one after the other; without any it is a `GET`. */
  bodies: readonly string[]
  /** How often it is sent, over all connections. */
  count: number
  /** Keep-alive connections, each with one request at a time. */
  connections: number
  signal: AbortSignal
}

/** Sends the same requests again and again, as fast as they are answered. @returns the last answer. @throws Error if one fails. */
export async function sendRepeatedly({
  url,
  bodies,
  count,
  connections,
  signal,
}: RepeatedRequest): Promise<string> {
  let left = count
  let last = ''
  const accept = 'application/graphql-response+json, application/json'
  const target = { path: url.pathname + url.search, signal }
  const requests = bodies.map((body) => ({
    ...target,
    method: 'POST' as const,
    headers: { accept, 'content-type': 'application/json' },
    body,
  }))
  const get = { ...target, method: 'GET' as const, headers: { accept } }
  const sendOnConnection = async () => {
    const client = new Client(url.origin)
    try {
      while (left-- > 0) {
        const { statusCode, body: answer } = await client.request(requests[left % requests.length] ?? get)
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
