import type { Plugin } from 'graphql-yoga'

/** A path that no URL has: its plugin for probes answers every URL that ends with its path, and names the library. */
export const NO_PROBE_OF_YOGA = ' '

interface ProbesOptions {
  /** 200 while this process runs. */
  healthPath: string
  /** 200 while the database answers too, 503 otherwise. */
  readinessPath: string
  isReady: () => Promise<boolean>
}

/** Answers what load balancers and supervisors ask, without a body. */
export function useProbes({ healthPath, readinessPath, isReady }: ProbesOptions): Plugin {
  return {
    async onRequest({ url, fetchAPI, endResponse }) {
      const answer = (status: 200 | 503) => endResponse(new fetchAPI.Response(null, { status }))
      if (url.pathname === healthPath) answer(200)
      if (url.pathname === readinessPath) answer((await isReady()) ? 200 : 503)
    },
  }
}
