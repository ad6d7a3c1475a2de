/**
 * Lets calls of the same moment share a check, as writers share a group commit: each gets the result of a check that
 * begins after the call. A call that comes while a check runs waits for the next one.
 *
 * @param check is not called again before it has ended.
 * @param maxWaitMs how long a call may wait for its result.
 */
export function shareCheck<Result>(check: () => Promise<Result>, maxWaitMs: number): () => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  let next: Promise<Result> | undefined
  const schedule = () => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const leave = () => {
      if (next === promise) next = undefined
    }
    // From the first call: for those who join it later, it is too early rather than too late.
    const timer = setTimeout(() => {
      leave()
      reject(new Error(`expected a check within ${maxWaitMs} ms, got none`))
    }, maxWaitMs)
    last = last
      .then(arrivalOfOthers)
      .then(() => {
        leave()
        return check()
      })
      .then(resolve, reject)
      .finally(() => clearTimeout(timer))
    return promise
  }
  return () => {
    next ??= schedule()
    return next
  }
}

/** Resolves when the event loop has taken in all requests that arrived together. */
function arrivalOfOthers(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
