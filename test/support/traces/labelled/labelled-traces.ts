import { BATCHES } from './batches.ts'
import { CHUNKS } from './chunks.ts'
import { COUNTS } from './counts.ts'
import type { LabelledTrace } from './labelled-trace.ts'
import { LOOK_ALIKES } from './look-alikes.ts'
import { LOOK_UPS_AND_PAGES } from './look-ups-and-pages.ts'
import { LOOPS } from './loops.ts'
import { LOOPS_SEEN_LESS } from './loops-seen-less.ts'
import { REPETITIONS } from './repetitions.ts'
import { STEADY_STATEMENTS } from './steady-statements.ts'
import { SUBSETS } from './subsets.ts'

/** Traces whose true findings are known. Detectors are scored on them. */
export const LABELLED_TRACES: LabelledTrace[] = [
  ...LOOPS,
  ...LOOPS_SEEN_LESS,
  ...SUBSETS,
  ...BATCHES,
  ...CHUNKS,
  ...LOOK_UPS_AND_PAGES,
  ...STEADY_STATEMENTS,
  ...REPETITIONS,
  ...COUNTS,
  ...LOOK_ALIKES,
]
