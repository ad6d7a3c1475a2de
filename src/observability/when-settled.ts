/** Calls back when a result is there: at once, or when what it promises has come or failed. Gives the result back. */
export function whenSettled<Result>(result: Result, callback: () => void): Result {
  if (isPromiseLike(result)) result.then(callback, callback)
  else callback()
  return result
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
