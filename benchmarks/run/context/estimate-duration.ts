import type { HeadToHeadOptions, LoadOptions, RunOptions } from './run-options.ts'

/** What the parts of a run took on the two quiet cores of a virtual machine, in seconds. */
const REFERENCE = {
  /** To start a Node.js process that does nothing. */
  process: 0.04,
  databases: 6,
  perDoctorAndScenario: 12e-6,
  captureOfScenario: 1,
  startOfServers: 2.5,
  blockOfHeadToHead: 4,
  /** Beside the seconds that its visits last: for the processes of the load. */
  overheadOfVisit: 0.8,
  /** To write the report, and for PostgreSQL to stop. */
  report: 5,
}
/** For that, beside the limit of a run. */
const RESERVED_SECONDS = 15
/** Until servers are warm, however fast the machine is. */
const WARM_UP_SECONDS = 2

/**
 * How long a run takes on a machine that needs `processSeconds` to start a process, in seconds: what it waits for by the
 * clock, and what it computes in proportion to that.
 */
export function estimateDuration(
  { scenarios, doctors, headToHead, load, maxSeconds }: RunOptions,
  processSeconds: number,
): number {
  const slowness = processSeconds / REFERENCE.process
  const prepared = preparationSeconds({ scenarios, doctors })
  const compared = headToHead === null ? 0 : headToHead.pairs.length * secondsOfPair(headToHead, slowness)
  const loaded = load === null ? 0 : load.rounds * estimateRound({ scenarios, load }, processSeconds)
  return Math.min(slowness * prepared + compared + loaded, maxSeconds ?? Number.POSITIVE_INFINITY)
}

/** What comes before the first measurement of a time, on the quiet machine. */
function preparationSeconds({ scenarios, doctors }: Pick<RunOptions, 'scenarios' | 'doctors'>): number {
  return (
    REFERENCE.databases +
    REFERENCE.perDoctorAndScenario * doctors * scenarios.length +
    (REFERENCE.startOfServers + REFERENCE.captureOfScenario * scenarios.length)
  )
}

/**
 * What is left of a limited run for its measurements, as its preparation shows how slow the machine is: a process that
 * does nothing starts as fast as ever where many others run.
 *
 * @returns until when there may be load, and until when there may be head to head so that one round of load follows, in
 *   seconds since the start of the run.
 */
export function limitsOf(
  { scenarios, doctors, load, maxSeconds }: Pick<RunOptions, 'scenarios' | 'doctors' | 'load' | 'maxSeconds'>,
  { processSeconds, preparedSeconds }: { processSeconds: number; preparedSeconds: number },
): { headToHead: number; load: number } {
  if (maxSeconds === null) return { headToHead: Number.POSITIVE_INFINITY, load: Number.POSITIVE_INFINITY }
  const slowness = Math.max(
    processSeconds / REFERENCE.process,
    preparedSeconds / preparationSeconds({ scenarios, doctors }),
  )
  const end = maxSeconds - Math.max(0, REFERENCE.report * slowness - RESERVED_SECONDS)
  const round = load === null ? 0 : estimateRound({ scenarios, load }, slowness * REFERENCE.process)
  return { headToHead: end - round, load: end }
}

function secondsOfPair(
  { wantedBlocks, secondsPerPair, maxSecondsPerPair }: HeadToHeadOptions,
  slowness: number,
): number {
  const wantedSeconds = wantedBlocks * REFERENCE.blockOfHeadToHead * slowness
  return Math.min(Math.max(secondsPerPair, wantedSeconds), maxSecondsPerPair)
}

/** How long a round of load takes, in seconds. */
function estimateRound(
  { scenarios, load }: Pick<RunOptions, 'scenarios'> & { load: LoadOptions },
  processSeconds: number,
): number {
  const visits = load.users.length * scenarios.length
  const around = REFERENCE.startOfServers + visits * REFERENCE.overheadOfVisit
  const slowness = processSeconds / REFERENCE.process
  return slowness * around + WARM_UP_SECONDS + (visits * load.durationSeconds) / load.rounds
}

/** `2:40 minutes`, or `25 seconds`. */
export function formatDuration(seconds: number): string {
  const rounded = Math.ceil(seconds / 5) * 5
  if (rounded < 60) return `${rounded} seconds`
  return `${Math.floor(rounded / 60)}:${String(rounded % 60).padStart(2, '0')} minutes`
}
