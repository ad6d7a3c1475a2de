import type { Plugin } from '@envelop/core'
import { createCounter, createHistogram, type FillLabelsFnParams, usePrometheus } from '@envelop/prometheus'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '../database/database.ts'
import { type OperationTrace, PHASES, type StatementTrace } from './operation-trace.ts'
import type { OperationRecord } from './operation-tracer.ts'

/** A statement on a warm cache takes a tenth of a millisecond, and no operation may take ten seconds. */
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
  /** Counts requests, errors and deprecated fields, and times phases on the clock of milliseconds that it has. */
  plugin: Plugin
}

interface MetricsOptions {
  /** Operation names that get a label of their own. All others share one: a client may send any name. */
  knownOperations: readonly string[]
}

/** Everything that `/metrics` says. No label takes its value from a client, so the number of series is bounded. */
export function createMetrics({ knownOperations }: MetricsOptions): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const known = new Set(knownOperations)
  const labelOf = (name: string | null) => (name === null ? 'anonymous' : known.has(name) ? name : 'other')
  const registers = [registry]

  const operationSeconds = new Histogram({
    name: 'jadwal_operation_duration_seconds',
    help: 'Time from parsing an operation to its result.',
    labelNames: ['operation'],
    buckets: SECONDS_BUCKETS,
    registers,
  })
  const phaseSeconds = new Histogram({
    name: 'jadwal_operation_phase_seconds',
    help: 'Time that an operation spent in a phase, on a clock finer than a millisecond.',
    labelNames: ['operation', 'phase'],
    buckets: SECONDS_BUCKETS,
    registers,
  })
  const operationStatements = new Histogram({
    name: 'jadwal_operation_statements',
    help: 'SQL statements that an operation sent.',
    labelNames: ['operation'],
    buckets: COUNT_BUCKETS,
    registers,
  })
  const operationSqlSeconds = new Histogram({
    name: 'jadwal_operation_sql_seconds',
    help: 'Time that the SQL statements of an operation took, added up; they can run side by side.',
    labelNames: ['operation'],
    buckets: SECONDS_BUCKETS,
    registers,
  })
  const statementSeconds = new Histogram({
    name: 'jadwal_statement_duration_seconds',
    help: 'Time from sending an SQL statement to its last row.',
    labelNames: ['statement', 'outcome'],
    buckets: SECONDS_BUCKETS,
    registers,
  })
  const batchSize = new Histogram({
    name: 'jadwal_loader_batch_size',
    help: 'Keys that a loader was given at once.',
    labelNames: ['loader'],
    buckets: BATCH_BUCKETS,
    registers,
  })

  return {
    registry,
    observeStatement({ name, durationMs, error, loader, batchSize: keys }) {
      const outcome = error === undefined ? 'success' : 'failure'
      statementSeconds.observe({ statement: name ?? 'prisma', outcome }, durationMs / 1000)
      if (loader !== null && keys !== null) batchSize.observe({ loader }, keys)
    },
    observeOperation({ operation: name, phases, statements }, durationMs) {
      const operation = labelOf(name)
      operationSeconds.observe({ operation }, durationMs / 1000)
      operationStatements.observe({ operation }, statements.length)
      operationSqlSeconds.observe({ operation }, sqlMs(statements) / 1000)
      for (const phase of PHASES) {
        phaseSeconds.observe({ operation, phase: phase.replace('Ms', '') }, phases[phase] / 1000)
      }
    },
    plugin: createEnvelopMetrics(registry, labelOf),
  }
}

/** How long the statements of an operation took, added up. */
export function sqlMs(statements: OperationTrace['statements']): number {
  return statements.reduce((total, { durationMs }) => total + durationMs, 0)
}

/** Shows how the connections of a pool stand whenever the metrics are read. */
export function measurePool(registry: Registry, pool: Database['pool']): void {
  new Gauge({
    name: 'jadwal_pool_connections',
    help: 'Connections to the database in use and idle, and operations waiting for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'in_use' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'waiting' }, pool.waitingCount)
    },
  })
}

function createEnvelopMetrics(registry: Registry, labelOf: (name: string | null) => string): Plugin {
  const operationOf = (name: string | undefined) =>
    labelOf(name === undefined || name === 'Anonymous' ? null : name)
  const labelNames = ['operation', 'type']
  const phase = <Name extends 'parse' | 'validate' | 'execute'>(name: string, help: string) =>
    createHistogram<Name, string, FillLabelsFnParams>({
      registry,
      histogram: { name, help, labelNames, buckets: SECONDS_BUCKETS },
      fillLabelsFn: ({ operationName, operationType }) => ({
        operation: operationOf(operationName),
        type: operationType ?? 'unknown',
      }),
    })
  return usePrometheus({
    registry,
    metrics: {
      graphql_envelop_phase_parse: phase(
        'graphql_envelop_phase_parse',
        'Time to parse, in whole milliseconds.',
      ),
      graphql_envelop_phase_validate: phase(
        'graphql_envelop_phase_validate',
        'Time to validate, in whole milliseconds.',
      ),
      graphql_envelop_phase_execute: phase(
        'graphql_envelop_phase_execute',
        'Time to execute, in whole milliseconds.',
      ),
      graphql_envelop_request: createCounter({
        registry,
        counter: { name: 'graphql_envelop_request', help: 'Operations executed.', labelNames },
        fillLabelsFn: ({ operationName, operationType }) => ({
          operation: operationOf(operationName),
          type: operationType ?? 'unknown',
        }),
      }),
      graphql_envelop_error_result: createCounter({
        registry,
        counter: {
          name: 'graphql_envelop_error_result',
          help: 'Errors in answers, by the phase that they come from.',
          labelNames: ['operation', 'phase'],
        },
        fillLabelsFn: ({ operationName, errorPhase }) => ({
          operation: operationOf(operationName),
          phase: errorPhase,
        }),
      }),
      graphql_envelop_deprecated_field: createCounter({
        registry,
        counter: {
          name: 'graphql_envelop_deprecated_field',
          help: 'Uses of deprecated fields.',
          labelNames: ['type', 'field'],
        },
        fillLabelsFn: ({ deprecationInfo }) => ({
          type: deprecationInfo?.typeName ?? 'unknown',
          field: deprecationInfo?.fieldName ?? 'unknown',
        }),
      }),
    },
  })
}
