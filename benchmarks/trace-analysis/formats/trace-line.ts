import type { TracedRequest } from '../requests/traced-request.ts'

/**
 * A line of a trace file: all that one operation did, as one JSON object. `src/observability` writes these lines;
 * so can any other program.
 */
export interface TraceLine extends TracedRequest {
  version: 1
}
