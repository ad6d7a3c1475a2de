import type { Plugin } from '@envelop/core'
import { createCounter, usePrometheus } from '@envelop/prometheus'
import type { DocumentNode } from 'graphql'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { PoolState } from '../../database/database.ts'
import { PHASES, type StatementTrace, sqlMs } from '../recording/operation-trace.ts'
import type { OperationRecord } from '../recording/operation-tracer.ts'

/** From a statement on a warm cache (0.1 ms) to the longest that an operation may take. */
const SECONDS_BUCKETS = [
  ...[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
  ...[1, 2.5, 5, 10],
]
const COUNT_BUCKETS = [0, 1, 2, 3, 4, 6, 10, 20, 50, 100]
const BATCH_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200]

export interface Metrics {
  registry: Registry
  observeStatement(statement: StatementTrace): void
  observeOperation(record: OperationRecord, durationMs: number): void
  countDroppedTrace(): void
  /** @param origin how memory was used for an operation: one of a fixed set. */
  countMemory(origin: string): void
  /** Counts an operation that was not executed, and its uses of deprecated fields, as the plugin counts others. */
  countRecalled(operation: string | null, deprecatedFields: readonly { type: string; field: string }[]): void
  /**
   * Counts requests, errors and uses of deprecated fields.
   *
   * @param usesDeprecatedFields whether to look for them in a document: the search walks all of it, on each request.
   */
  createPlugin(usesDeprecatedFields: (document: DocumentNode) => boolean): Plugin
}

interface MetricsOptions {
  /** Operation names with a label of their own. All others share `other`, since a client can send any name. */
  knownOperations: readonly string[]
}

/** Everything in `/metrics`. No label takes its value from a client, so the number of series is bounded. */
export function createMetrics({ knownOperations }: MetricsOptions): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const known = new Set(knownOperations)
  const labelOf = (name: string | null) => (name === null ? 'anonymous' : known.has(name) ? name : 'other')
  const instruments = createInstruments(registry)
  const { requests, deprecatedFieldUses } = instruments
  return {
    registry,
    observeStatement({ name, durationMs, error, loader, batchSize }) {
      const outcome = error === undefined ? 'success' : 'failure'
      instruments.statementSeconds.observe({ statement: name ?? 'prisma', outcome }, durationMs / 1000)
      if (loader !== null && batchSize !== null) instruments.batchSize.observe({ loader }, batchSize)
    },
    observeOperation({ operation: name, phases, statements }, durationMs) {
      const operation = labelOf(name)
      instruments.operationSeconds.observe({ operation }, durationMs / 1000)
      instruments.operationStatements.observe({ operation }, statements.length)
      instruments.operationSqlSeconds.observe({ operation }, sqlMs(statements) / 1000)
      for (const phase of PHASES) {
        instruments.phaseSeconds.observe({ operation, phase: phase.replace('Ms', '') }, phases[phase] / 1000)
      }
    },
    countDroppedTrace: () => instruments.droppedTraces.inc(),
    countMemory: (outcome) => instruments.memoryAnswers.inc({ outcome }),
    countRecalled(operation, deprecatedFields) {
      requests.inc({ operation: labelOf(operation), type: 'query' })
      for (const { type, field } of deprecatedFields) deprecatedFieldUses.inc({ type, field })
    },
    createPlugin: (usesDeprecatedFields) =>
      createEnvelopMetrics({ registry, labelOf, requests, deprecatedFieldUses, usesDeprecatedFields }),
  }
}

/** The counters and histograms of operations and statements. */
function createInstruments(registry: Registry) {
  const registers = [registry]
  const secondsHistogram = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram({ name, help, labelNames, buckets: SECONDS_BUCKETS, registers })
  return {
    operationSeconds: secondsHistogram(
      'jadwal_operation_duration_seconds',
      'Time from parsing an operation to its result.',
      ['operation'],
    ),
    phaseSeconds: secondsHistogram(
      'jadwal_operation_phase_seconds',
      'Time that an operation spent in a phase.',
      ['operation', 'phase'],
    ),
    operationSqlSeconds: secondsHistogram(
      'jadwal_operation_sql_seconds',
      'Total time of the SQL statements of an operation; they can run concurrently.',
      ['operation'],
    ),
    statementSeconds: secondsHistogram(
      'jadwal_statement_duration_seconds',
      'Time from sending an SQL statement to its last row.',
      ['statement', 'outcome'],
    ),
    operationStatements: new Histogram({
      name: 'jadwal_operation_statements',
      help: 'SQL statements that an operation sent.',
      labelNames: ['operation'],
      buckets: COUNT_BUCKETS,
      registers,
    }),
    batchSize: new Histogram({
      name: 'jadwal_loader_batch_size',
      help: 'Number of keys in a batch of a loader.',
      labelNames: ['loader'],
      buckets: BATCH_BUCKETS,
      registers,
    }),
    droppedTraces: new Counter({
      name: 'jadwal_traces_dropped_total',
      help: 'Traces that were dropped because TRACE_FILE could not be written.',
      registers,
    }),
    requests: new Counter({
      name: 'graphql_envelop_request',
      help: 'Operations executed, or answered from memory.',
      labelNames: ['operation', 'type'],
      registers,
    }),
    deprecatedFieldUses: new Counter({
      name: 'graphql_envelop_deprecated_field',
      help: 'Uses of deprecated fields.',
      labelNames: ['type', 'field'],
      registers,
    }),
    memoryAnswers: new Counter({
      name: 'jadwal_memory_answers_total',
      help: 'Operations by how memory was used: hit, joined, miss, stale or bypass.',
      labelNames: ['outcome'],
      registers,
    }),
  }
}

/** Reports the state of a connection pool whenever the metrics are read. */
export function measurePool(registry: Registry, pool: PoolState): void {
  new Gauge({
    name: 'jadwal_pool_connections',
    help: 'Database connections in use and idle, and operations waiting for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'in_use' }, pool.inUse)
      this.set({ state: 'idle' }, pool.idle)
      this.set({ state: 'waiting' }, pool.waiting)
    },
  })
}

/** Reports what is kept in memory whenever the metrics are read. */
export function measureMemory(registry: Registry, kept: { answers: number; bytes: number }): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  gauge('jadwal_memory_answers', 'Answers that are kept.', () => kept.answers)
  gauge('jadwal_memory_bytes', 'An upper estimate of what the kept answers take.', () => kept.bytes)
}

interface EnvelopMetricsOptions {
  registry: Registry
  labelOf: (name: string | null) => string
  /** Counts operations, by `operation` and `type`. */
  requests: Counter<'operation' | 'type'>
  /** Counts uses of deprecated fields, by `type` and `field`. */
  deprecatedFieldUses: Counter<'type' | 'field'>
  usesDeprecatedFields: (document: DocumentNode) => boolean
}

function createEnvelopMetrics(options: EnvelopMetricsOptions): Plugin {
  const { registry, labelOf, requests, deprecatedFieldUses, usesDeprecatedFields } = options
  const operationOf = (name: string | undefined) =>
    labelOf(name === undefined || name === 'Anonymous' ? null : name)
  return usePrometheus({
    registry,
    metrics: {
      graphql_envelop_request: {
        counter: requests,
        fillLabelsFn: ({ operationName, operationType }) => ({
          operation: operationOf(operationName),
          type: operationType ?? 'unknown',
        }),
      },
      graphql_envelop_error_result: createCounter({
        registry,
        counter: {
          name: 'graphql_envelop_error_result',
          help: 'Responses with errors, by the phase of the errors.',
          labelNames: ['operation', 'phase'],
        },
        fillLabelsFn: ({ operationName, errorPhase }) => ({
          operation: operationOf(operationName),
          phase: errorPhase,
        }),
      }),
      graphql_envelop_deprecated_field: {
        counter: deprecatedFieldUses,
        shouldObserve: ({ document }) => document !== undefined && usesDeprecatedFields(document),
        fillLabelsFn: ({ deprecationInfo }) => ({
          type: deprecationInfo?.typeName ?? 'unknown',
          field: deprecationInfo?.fieldName ?? 'unknown',
        }),
      },
    },
  })
}
