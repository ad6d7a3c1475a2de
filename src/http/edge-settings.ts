import type { ConnectionLimits } from './connections/http-server.ts'
import type { RequestLimits } from './connections/request-listener.ts'
import type { AdmissionLimits } from './plugins/execution/use-admission.ts'
import type { AllowedOrigins } from './plugins/requests/use-cross-site-guard.ts'

/** Who may use the API from where, what it shows of itself, and how long it waits for clients. */
export interface EdgeSettings extends ConnectionLimits, RequestLimits, AdmissionLimits {
  /** How long requests are still answered after SIGTERM, while the server says that it is not ready. */
  drainMs: number
  /** How long requests in flight may take to finish when the server stops. */
  shutdownMs: number
  /** Whether to offer GraphiQL and introspection, and to suggest names in errors. */
  publicExplorer: boolean
  /** Origins whose pages may use the API. */
  corsOrigins: AllowedOrigins
  /** How long caches may give the answer to a `GET` without asking for it, in seconds. */
  cacheMaxAgeS: number
  /** TCP port of a server for the metrics alone. Without it, the public server has them. */
  metricsPort: number | undefined
  /** Address of the server for the metrics. */
  metricsHost: string
  /** Manifest of documents that clients may send by their id. */
  persistedDocumentsFile: string | undefined
  /** Whether all other documents are refused. */
  persistedOnly: boolean
}
