interface HeldBytesOptions<Holder> {
  /** For all holders together. */
  maxBytes: number
  /** How long one may hold something, in milliseconds. Without it, for any time. */
  maxAgeMs?: number
  /** Ends a holder that is the oldest when all together hold too much, or that has held for too long. */
  end(holder: Holder, reason: 'bytes' | 'age'): void
}

/** Bytes that wait for a slow client: parts of bodies that have arrived, or responses that it has not read. */
export interface HeldBytes<Holder> {
  /** Adds to what a holder has. */
  add(holder: Holder, bytes: number): void
  release(holder: Holder): void
  readonly total: number
  close(): void
}

const CHECK_EVERY_MS = 1_000

/** Bounds what slow clients make the server keep, whatever their number. */
export function createHeldBytes<Holder>(options: HeldBytesOptions<Holder>): HeldBytes<Holder> {
  const { maxBytes, maxAgeMs, end } = options
  /** In the order in which they began. */
  const holders = new Map<Holder, { bytes: number; sinceMs: number }>()
  let total = 0
  const timer =
    maxAgeMs === undefined
      ? undefined
      : setInterval(endLate, Math.min(CHECK_EVERY_MS, maxAgeMs), maxAgeMs).unref()

  function endLate(maxMs: number): void {
    const latestMs = performance.now() - maxMs
    for (const [holder, { sinceMs }] of holders) {
      if (sinceMs > latestMs) return
      release(holder)
      end(holder, 'age')
    }
  }

  function release(holder: Holder): void {
    total -= holders.get(holder)?.bytes ?? 0
    holders.delete(holder)
  }

  return {
    add(holder, bytes) {
      const held = holders.get(holder)
      if (held === undefined) holders.set(holder, { bytes, sinceMs: performance.now() })
      else held.bytes += bytes
      total += bytes
      for (const oldest of holders.keys()) {
        if (total <= maxBytes) break
        release(oldest)
        end(oldest, 'bytes')
      }
    },
    release,
    get total() {
      return total
    },
    close: () => clearInterval(timer),
  }
}
