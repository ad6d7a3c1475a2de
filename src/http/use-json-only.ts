import type { Plugin } from 'graphql-yoga'

/** Refuses other content types: a form on any web page can post those without a CORS preflight. */
export function useJsonOnly(): Plugin {
  return {
    onRequestParse({ request, fetchAPI, endResponse }) {
      if (request.method !== 'POST' || isJson(request.headers.get('content-type'))) return
      const message = 'Expected content-type application/json.'
      endResponse(fetchAPI.Response.json({ errors: [{ message }] }, { status: 415 }))
    },
  }
}

function isJson(contentType: string | null): boolean {
  return /^application\/(json|graphql\+json)\s*(;|$)/i.test(contentType ?? '')
}
