import Negotiator from 'negotiator'

export type Encoding = 'br' | 'gzip' | 'identity'

/** The first of these encodings that a client accepts (RFC 9110, section 12.5.3), or none of them: `identity`. */
export function acceptedEncoding(request: Request, preferred: readonly Encoding[]): Encoding {
  const headers = { 'accept-encoding': request.headers.get('accept-encoding') ?? 'identity' }
  const accepted = new Negotiator({ headers }).encodings([...preferred])
  return preferred.find((encoding) => accepted.includes(encoding)) ?? 'identity'
}
