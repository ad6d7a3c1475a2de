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
}
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
  const prepared =
    REFERENCE.databases +
    REFERENCE.perDoctorAndScenario * doctors * scenarios.length +
    (REFERENCE.startOfServers + REFERENCE.captureOfScenario * scenarios.length)
  const compared = headToHead === null ? 0 : headToHead.pairs.length * secondsOfPair(headToHead, slowness)
  const loaded = load === null ? 0 : load.rounds * estimateRound({ scenarios, load }, processSeconds)
  return Math.min(slowness * prepared + compared + loaded, maxSeconds ?? Number.POSITIVE_INFINITY)
}

function secondsOfPair(
  { wantedBlocks, secondsPerPair, maxSecondsPerPair }: HeadToHeadOptions,
  slowness: number,
): number {
  const wantedSeconds = wantedBlocks * REFERENCE.blockOfHeadToHead * slowness
  return Math.min(Math.max(secondsPerPair, wantedSeconds), maxSecondsPerPair)
}

/** How long a round of load takes, in seconds. */
export function estimateRound(
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
