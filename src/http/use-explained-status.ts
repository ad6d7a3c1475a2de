import type { Plugin } from 'graphql-yoga'

const EXPLANATIONS = new Map([
  [404, { code: 'NOT_FOUND', message: 'Expected a path that exists: operations are sent to /graphql.' }],
  [
    406,
    {
      code: 'NOT_ACCEPTABLE',
      message: 'Expected to accept application/graphql-response+json or application/json.',
    },
  ],
])

/** Gives a refusal without a body an error with a code. */
export function useExplainedStatus(): Plugin {
  return {
    onResponse({ request, response, setResponse, fetchAPI }) {
      const explanation = EXPLANATIONS.get(response.status)
      if (explanation === undefined || response.body !== null || request.method === 'HEAD') return
      const { code, message } = explanation
      const { headers, status } = response
      headers.set('content-type', 'application/json; charset=utf-8')
      headers.delete('content-length')
      const body = JSON.stringify({ errors: [{ message, extensions: { code } }] })
      setResponse(new fetchAPI.Response(body, { status, headers }))
    },
  }
}
