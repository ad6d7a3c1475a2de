import Negotiator from 'negotiator'

/** Encodings that responses are available in, the smallest first. */
const AVAILABLE = ['br', 'gzip', 'identity'] as const

export type Encoding = (typeof AVAILABLE)[number]

/** The smallest encoding that a client accepts (RFC 9110, section 12.5.3). */
export function acceptedEncoding(request: Request): Encoding {
  const headers = { 'accept-encoding': request.headers.get('accept-encoding') ?? 'identity' }
  const accepted = new Negotiator({ headers }).encodings([...AVAILABLE])
  return AVAILABLE.find((encoding) => accepted.includes(encoding)) ?? 'identity'
}
