import type { RunOptions } from './run-options.ts'

/** What the parts of a run took on the two quiet cores of a virtual machine, in seconds. */
const REFERENCE = {
  /** To start a Node.js process that does nothing. */
  process: 0.04,
  databases: 6,
  perDoctorAndScenario: 12e-6,
  captureOfScenario: 1,
  startOfServers: 2.5,
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
  const compared = headToHead === null ? 0 : headToHead.pairs.length * headToHead.secondsPerPair
  const visits = load === null ? 0 : load.rounds * load.users.length * scenarios.length
  const visited = load === null ? 0 : load.users.length * scenarios.length * load.durationSeconds
  const rounds = load?.rounds ?? 0
  const around = rounds * REFERENCE.startOfServers + visits * REFERENCE.overheadOfVisit
  const loaded = slowness * around + rounds * WARM_UP_SECONDS + visited
  return Math.min(slowness * prepared + compared + loaded, maxSeconds ?? Number.POSITIVE_INFINITY)
}

/** `2:40 minutes`, or `25 seconds`. */
export function formatDuration(seconds: number): string {
  const rounded = Math.ceil(seconds / 5) * 5
  if (rounded < 60) return `${rounded} seconds`
  return `${Math.floor(rounded / 60)}:${String(rounded % 60).padStart(2, '0')} minutes`
}
