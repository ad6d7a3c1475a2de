/** A request that costs the sender little and a careless server a lot. It has to be refused before any statement. */
export interface Attack {
  name: string
  path: string
  init: { method: string; headers: Record<string, string>; body?: string | Buffer<ArrayBuffer> }
}

export function post(body: string | Buffer<ArrayBuffer>): Attack['init'] {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body,
  }
}
