/** Of every result: when it was measured, and on what. */
export interface ResultHead {
  /** ISO 8601. */
  startedAt: string
  durationSeconds: number
  machine: Machine
}

export interface Checkout {
  commit: string
  /** Whether files differed from that commit. */
  isDirty: boolean
}

export interface Machine {
  cpu: string
  cores: number
  memoryBytes: number
  platform: string
}

/** What others did on the machine before the run. */
export interface MachineNoise {
  /** How late a thread that does nothing but sleep for a millisecond was woken, again and again. */
  schedulingLagMs: { p50: number; p99: number; max: number }
  /** CPU time that the hypervisor gave to others, as a share of all; null where the system does not say. */
  stealShare: number | null
  /** CPU time in use on this machine, as a share of all; null where the system does not say. */
  busyShare: number | null
  /** To start a process that does nothing. */
  processStartMs: number
  /** Why the machine is too busy, a sentence each; empty where it is quiet enough. */
  problems: string[]
}
