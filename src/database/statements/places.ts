/** A fixed number of places, and a queue for them, which a caller can leave. */
export interface Places {
  /**
   * Waits for a place, first come, first served.
   *
   * @returns a function that gives the place back; calling it again has no effect.
   * @throws the reason of the signal, at once when it is aborted.
   */
  take(signal?: AbortSignal): Promise<() => void>
  readonly taken: number
  readonly waiting: number
}

/** @param count at least 1. */
export function createPlaces(count: number): Places {
  const queue = new Set<() => void>()
  let taken = 0
  const occupy = () => {
    taken++
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      taken--
      const [next] = queue
      next?.()
    }
  }
  return {
    async take(signal) {
      signal?.throwIfAborted()
      if (taken < count) return occupy()
      return new Promise((resolve, reject) => {
        const leave = () => {
          queue.delete(enter)
          signal?.removeEventListener('abort', abort)
        }
        const enter = () => {
          leave()
          resolve(occupy())
        }
        const abort = () => {
          leave()
          reject(signal?.reason)
        }
        queue.add(enter)
        signal?.addEventListener('abort', abort)
      })
    },
    get taken() {
      return taken
    },
    get waiting() {
      return queue.size
    },
  }
}
