import { createYoga, type YogaLogger } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Database } from './database/database.ts'
import { reportingVersions } from './directory/data-version.ts'
import type { CreateDirectory } from './directory/doctor-directory.ts'
import { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits } from './document/document-limits.ts'
import { createDocumentStore, type DocumentStore } from './document/document-store.ts'
import { hiddenSchemaRule } from './document/hidden-schema-rule.ts'
import type { PersistedDocuments } from './document/persisted-documents.ts'
import { type AnswerRequest, createAnswerRequest, type FindAnswer } from './http/answers/answer-request.ts'
import { createDirectOperations } from './http/answers/direct-operations.ts'
import { createExecuteRequest } from './http/answers/execute-request.ts'
import { hasTraceHeader, memoryKeyOf } from './http/answers/memory-key.ts'
import { createFactsByRequest } from './http/answers/operation-facts.ts'
import { createOperationReports, type ReportOperation } from './http/answers/operation-reports.ts'
import {
  bytesOfRemembered,
  createRememberedAnswers,
  type RememberedAnswersOptions,
} from './http/answers/remembered-answers.ts'
import { createRequestLog } from './http/answers/request-log.ts'
import { createDeadlines } from './http/deadlines.ts'
import type { EdgeSettings } from './http/edge-settings.ts'
import { createCostLimits } from './http/plugins/execution/cost-limits.ts'
import { limitLists } from './http/plugins/execution/list-budget.ts'
import { useAdmission } from './http/plugins/execution/use-admission.ts'
import { useCoercedVariables } from './http/plugins/execution/use-coerced-variables.ts'
import { useCompiledExecution } from './http/plugins/execution/use-compiled-execution.ts'
import { useReadDocuments } from './http/plugins/execution/use-read-documents.ts'
import { useGraphiQLPage } from './http/plugins/explorer/use-graphiql-page.ts'
import { useHiddenSchema } from './http/plugins/explorer/use-hidden-schema.ts'
import { corsOptions, useCrossSiteGuard } from './http/plugins/requests/use-cross-site-guard.ts'
import { useOperationPath } from './http/plugins/requests/use-operation-path.ts'
import {
  useNoPersistedDocuments,
  usePersistedDocuments,
} from './http/plugins/requests/use-persisted-documents.ts'
import { NO_PROBE_OF_YOGA, useProbes } from './http/plugins/requests/use-probes.ts'
import { useRequestParams } from './http/plugins/requests/use-request-params.ts'
import { useErrorMasking } from './http/plugins/results/use-error-masking.ts'
import { useRefusalCounts } from './http/plugins/results/use-refusal-counts.ts'
import { useResponseLimit } from './http/plugins/results/use-response-limit.ts'
import { createAnswerMemory, type MemoryRules } from './memory/answer-memory.ts'
import { createAnswerStore } from './memory/answer-store.ts'
import type { Observability } from './observability/observability.ts'
import { measureMemory } from './observability/prometheus/metrics.ts'
import { useMetricsEndpoint } from './observability/prometheus/use-metrics-endpoint.ts'
import { createRecordRecalled } from './observability/recording/recalled-operations.ts'
import { traceResolvers } from './observability/recording/traced-resolvers.ts'
import { useTimings } from './observability/recording/use-timings.ts'
import { TRACE_HEADER, useTraceExtension } from './observability/use-trace-extension.ts'
import type { SchemaContext } from './schema/context.ts'
import { createSchema } from './schema/schema.ts'

export const GRAPHQL_PATH = '/graphql'
export const HEALTH_PATH = '/healthcheck'
export const READINESS_PATH = '/readiness'
export const METRICS_PATH = '/metrics'

/** Paths of probes and scrapes. */
export const PROBE_PATHS = [HEALTH_PATH, READINESS_PATH, METRICS_PATH]

interface AppOptions {
  database: Database
  createDirectory: CreateDirectory
  log: Logger
  observability: Observability
  /** Default: {@link DEFAULT_DOCUMENT_LIMITS}. */
  documentLimits?: DocumentLimits
  /** An operation that takes longer is cancelled. */
  operationTimeoutMs: number
  edge: EdgeSettings
  persistedDocuments?: PersistedDocuments
  /** Without it, every operation is executed. */
  memory?: MemoryOptions | undefined
}

interface MemoryOptions {
  /** What the answers that are kept may take together. */
  answerBytes: number
  /** Default: {@link EXACT_RULES}. */
  rules?: MemoryRules
}

/** The HTTP application: what happens to a request, in order. It does not open a port. */
export function createApp(options: AppOptions): AnswerRequest {
  const { database, createDirectory, log, observability, edge, persistedDocuments, memory } = options
  const { tracer, metrics, settings } = observability
  const deadlines = createDeadlines(options.operationTimeoutMs)
  const schema = tracer.detail === 'summary' ? createSchema() : traceResolvers(createSchema(), tracer)
  const documents = createDocumentStore(
    schema,
    options.documentLimits ?? DEFAULT_DOCUMENT_LIMITS,
    edge.publicExplorer ? [] : [hiddenSchemaRule],
  )
  const costLimits = createCostLimits(documents)
  const facts = createFactsByRequest()
  const { report, recordOperation, onRefusal, onWhole } = createOperationReports(observability, facts, log)
  const databaseOf = (request: Request) => {
    const { arrivedMs, versions } = facts.of(request)
    const queryable = database.withSignal(deadlines.signalOf(request, arrivedMs))
    return memory === undefined ? queryable : reportingVersions(queryable, (version) => versions.add(version))
  }
  const yoga = createYoga<object, SchemaContext>({
    schema: limitLists(schema, costLimits.budgetOf),
    parserAndValidationCache: false,
    context: ({ request }) => ({ directory: createDirectory(databaseOf(request)) }),
    graphqlEndpoint: GRAPHQL_PATH,
    healthCheckEndpoint: NO_PROBE_OF_YOGA,
    cors: corsOptions(edge.corsOrigins),
    extraParamNames: persistedDocuments && ['documentId'],
    // The request listener has read and bounded the body.
    maxRequestBodySize: false,
    multipart: false,
    graphiql: false,
    landingPage: edge.publicExplorer && (({ fetchAPI }) => fetchAPI.Response.redirect(GRAPHQL_PATH, 302)),
    logging: yogaLogger(log),
    plugins: [
      deadlines.plugin,
      useProbes({ healthPath: HEALTH_PATH, readinessPath: READINESS_PATH, isReady: database.isReady }),
      edge.metricsPort === undefined && useMetricsEndpoint(METRICS_PATH, metrics.registry),
      edge.publicExplorer
        ? useGraphiQLPage(GRAPHQL_PATH, settings.traceInAnswers ? { [TRACE_HEADER]: '1' } : {})
        : useHiddenSchema(),
      useOperationPath(GRAPHQL_PATH),
      useCrossSiteGuard(edge.corsOrigins),
      useRequestParams(),
      persistedDocuments === undefined
        ? useNoPersistedDocuments()
        : usePersistedDocuments(persistedDocuments, edge.persistedOnly),
      useTimings(tracer, recordOperation),
      metrics.createPlugin((document) => documents.of(document)?.deprecatedFields.length !== 0),
      useReadDocuments(documents),
      useCoercedVariables(),
      costLimits.plugin,
      useCompiledExecution(documents),
      useAdmission({ ...edge, valuesOf: (context) => costLimits.costOf(context)?.values ?? 0 }),
      useErrorMasking(log),
      settings.traceInAnswers && useTraceExtension(tracer),
      useResponseLimit(documents.limits.responseBytes, onWhole),
      useRefusalCounts(onRefusal),
    ],
  })
  const direct = createDirectOperations({
    yoga,
    path: GRAPHQL_PATH,
    corsOrigins: edge.corsOrigins,
    maxResponseBytes: documents.limits.responseBytes,
    recordOperation,
    onRefusal,
    onWhole,
  })
  // Where no answer has a trace, the header means nothing.
  const asksForTrace = settings.traceInAnswers ? hasTraceHeader : () => false
  const execute = createExecuteRequest({
    yoga,
    direct,
    deadlines,
    facts,
    path: GRAPHQL_PATH,
    asksForTrace,
    maxAgeS: edge.cacheMaxAgeS,
  })
  const find = memory
    ? findInMemory(options, memory, { execute, deadlines, documents, asksForTrace, report })
    : execute
  const logRequest = createRequestLog({ log, quietPaths: PROBE_PATHS })
  return createAnswerRequest({ find, logRequest, corsOrigins: edge.corsOrigins })
}

interface Executing extends Pick<RememberedAnswersOptions, 'execute' | 'deadlines' | 'asksForTrace'> {
  documents: DocumentStore
  report: ReportOperation
}

/** Finds answers in memory, and has them executed where they are not there. */
function findInMemory(
  { database, observability, edge: { corsOrigins }, operationTimeoutMs }: AppOptions,
  { answerBytes, rules }: MemoryOptions,
  { execute, deadlines, documents, asksForTrace, report }: Executing,
): FindAnswer {
  const { tracer, metrics, sink } = observability
  const store = createAnswerStore({ maxBytes: answerBytes, bytesOf: bytesOfRemembered })
  measureMemory(metrics.registry, store)
  return createRememberedAnswers({
    memory: createAnswerMemory({
      store,
      readVersion: database.readVersion,
      maxWaitMs: operationTimeoutMs,
      rules,
    }),
    keyOf: (incoming) => memoryKeyOf(incoming, { path: GRAPHQL_PATH, corsOrigins }),
    asksForTrace,
    execute,
    recordRecalled: createRecordRecalled({
      tracer,
      sink,
      onOperation(record, traceparent) {
        report(record, traceparent)
        const { operation, documentText } = record
        const read = documentText === null ? undefined : documents.read(documentText)
        metrics.countRecalled(operation, read?.deprecatedFields ?? [])
      },
    }),
    onOrigin: metrics.countMemory,
    deadlines,
  })
}

function yogaLogger(log: Logger): YogaLogger {
  const level =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (first: unknown, ...rest: unknown[]) =>
      first instanceof Error ? log[name](first) : log[name]([first, ...rest].join(' '))
  return { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') }
}
