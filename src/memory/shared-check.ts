/**
 * Lets those who ask at the same moment share a check, as writers share a group commit: each call gets the result of a
 * check that begins after the call. Who asks while one is running waits for the next.
 *
 * @param check is not called again before it has ended.
 */
export function shareCheck<Result>(check: () => Promise<Result>): () => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  let next: Promise<Result> | undefined
  const schedule = () => {
    const result = last.then(arrivalOfOthers).then(() => {
      next = undefined
      return check()
    })
    last = result.catch(() => {})
    return result
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
