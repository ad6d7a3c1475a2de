import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'

/** Clients that are remembered; the one that has been silent for longest is forgotten first. */
const MAX_CLIENTS = 10_000

interface RateLimitOptions {
  /** Requests that a client may send per second; as many at once after a second of silence. */
  perSecond: number
  maxClients?: number
  /** The current time in milliseconds; it never decreases. */
  now?: () => number
}

interface Bucket {
  tokens: number
  /** When the tokens were counted. */
  atMs: number
}

export interface RateLimit {
  /** Takes a token of a client. Returns 0 if there was one, and otherwise the seconds until there is. */
  take(client: string): number
  /** Number of clients that are remembered. */
  readonly clients: number
}

/** A token bucket for each client, in a table of bounded size. A client that was forgotten starts with a full bucket. */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { perSecond, maxClients = MAX_CLIENTS, now = () => performance.now() } = options
  const burst = perSecond
  const buckets = new LRUCache<string, Bucket>({ max: maxClients })
  return {
    take(client) {
      const atMs = now()
      const bucket = buckets.get(client) ?? { tokens: burst, atMs }
      const tokens = Math.min(burst, bucket.tokens + ((atMs - bucket.atMs) / 1000) * perSecond)
      const isAllowed = tokens >= 1
      buckets.set(client, { tokens: isAllowed ? tokens - 1 : tokens, atMs })
      return isAllowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond))
    },
    get clients() {
      return buckets.size
    },
  }
}

/** The client of an address: an IPv4 address, or an IPv6 network of 64 bits, which is what one subscriber gets. */
export function clientOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  return parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')
}
