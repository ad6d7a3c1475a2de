import type { Plugin } from 'graphql-yoga'

/** A form on any web page can post to here without asking first. GraphQL over HTTP needs JSON alone. */
export function useJsonOnly(): Plugin {
  return {
    onRequestParse({ request, fetchAPI, endResponse }) {
      if (request.method !== 'POST' || isJson(request.headers.get('content-type'))) return
      const message = 'Expected a POST with content-type application/json.'
      endResponse(fetchAPI.Response.json({ errors: [{ message }] }, { status: 415 }))
    },
  }
}

function isJson(contentType: string | null): boolean {
  return /^application\/(json|graphql\+json)\s*(;|$)/i.test(contentType ?? '')
}
