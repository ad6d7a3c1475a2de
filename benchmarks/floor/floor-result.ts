import type { ResultHead } from '../result.ts'
import type { OperationName } from '../targets/contenders/operations.ts'

/** What a floor run found, as `result.json` has it. */
export interface FloorResult extends ResultHead {
  version: 1
  command: string
  versions: Record<string, string>
  settings: FloorSettings
  contenders: { name: string; title: string }[]
  costs: ContenderCost[]
  /** Requests per second of 50 clients, each of which asks for one of 20 pages: a figure for each round. */
  throughput: { contender: string; roundsPerSecond: number[] }[]
  starts: ContenderStart[]
  layers: LayerBudget
  /** Resident memory of this server over many operations; null where a quick run left it out. */
  growth: MemoryPoint[] | null
  /** What was not measured, and why. */
  leftOut: string[]
}

export interface FloorSettings {
  doctors: number
  rounds: number
  /** Keep-alive connections, each with one request at a time. */
  connections: number
  /** Other numbers of connections, for this server and the floors only. */
  otherConnections: readonly number[]
  /**
   * Requests that each process answers before anything is measured: V8 compiles in other threads what has run often, as it
   * does in the first minute of a server. The article's stack receives a tenth.
   */
  warmUp: number
  /** Requests of each operation in a round; the article's stack receives a tenth. */
  requests: number
  seed: number
}

/** CPU time of a contender's process for one operation, in µs: a figure for each round. */
export interface ContenderCost {
  contender: string
  operation: OperationName
  connections: number
  roundsUs: number[]
}

export interface ContenderStart {
  contender: string
  /** From the start of the process to its first answer in ms: a figure for each round. */
  firstAnswerMs: number[]
  /** Resident memory at the end of a round in MB, a figure for each, and the operations that it had answered by then. */
  residentMb: number[]
  operations: number
}

/** Where the CPU time of this server goes for one operation. */
export interface LayerBudget {
  operation: OperationName
  /** The time in which each was busy or, while it had work, waited for a core. */
  layers: { layer: string; us: number }[]
  /** How much of that the main thread waited. */
  waitedUs: number
  /** CPU time of the main thread for one operation by the operating system; what the layers were busy should add up to it. */
  mainThreadUs: number
  /** CPU time of the other threads: garbage collection and compilation. */
  otherThreadsUs: number
}

export interface MemoryPoint {
  operations: number
  residentMb: number
}
