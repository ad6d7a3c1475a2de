/** Calls back when a result is available: at once, or when its promise settles, with the error if there is one. */
export function whenSettled<Result>(result: Result, callback: (error?: unknown) => void): Result {
  if (isPromiseLike(result)) result.then(() => callback(), callback)
  else callback()
  return result
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
