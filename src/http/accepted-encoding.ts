import Negotiator from 'negotiator'

export type Encoding = 'br' | 'gzip' | 'identity'

/**
 * The first of these encodings that a client accepts (RFC 9110, section 12.5.3), or none of them: `identity`.
 *
 * @param accepted the header `Accept-Encoding`.
 */
export function acceptedEncoding(
  accepted: string | null | undefined,
  preferred: readonly Encoding[],
): Encoding {
  const headers = { 'accept-encoding': accepted ?? 'identity' }
  const encodings = new Negotiator({ headers }).encodings([...preferred])
  return preferred.find((encoding) => encodings.includes(encoding)) ?? 'identity'
}
