/** A request with its body in memory. The names of headers are in lower case. */
export interface IncomingRequest {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body: string | undefined
  /** Aborted when the client has gone. */
  signal: AbortSignal
}

/** A whole response. The names of headers are in lower case. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string | Buffer
}

/** The path of an absolute URL, with its parameters. */
export function targetOf(url: string): string {
  return url.slice(url.indexOf('/', url.indexOf('//') + 2))
}

/** The path of an absolute URL, without its parameters. */
export function pathOf(url: string): string {
  const target = targetOf(url)
  const end = target.search(/[?#]/)
  return end === -1 ? target : target.slice(0, end)
}

/** Says that an answer depends on a header of its request. */
export function varyBy({ headers }: Answer, header: string): void {
  const known = headers.vary?.split(/\s*,\s*/) ?? []
  if (known.some((name) => name.toLowerCase() === header.toLowerCase())) return
  headers.vary = [...known, header].join(', ')
}

/** Reads a response of the application into memory. */
export async function answerOf(response: Response): Promise<Answer> {
  const headers: Record<string, string> = {}
  // Yoga keeps names as they were written.
  for (const [name, value] of response.headers) headers[name.toLowerCase()] = value
  // These are of a connection. Whoever sends the answer has it whole, and knows its length, which an encoding changes.
  for (const name of ['content-length', 'transfer-encoding', 'connection']) delete headers[name]
  return { status: response.status, headers, body: await bodyOf(response) }
}

async function bodyOf(response: Response): Promise<string | Buffer> {
  // A text is sent in one piece with the head. A page is not made a text for each visitor.
  if (response.headers.get('content-type')?.includes('json')) return response.text()
  const bytes: ArrayBuffer | Buffer = await response.arrayBuffer()
  // Yoga's responses return the buffer that they were made of, which a page shares with all its visitors.
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)
}
