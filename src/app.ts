import { createYoga, useReadinessCheck, type YogaLogger } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Database } from './database/database.ts'
import type { CreateDirectory } from './directory/doctor-directory.ts'
import { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits } from './document/document-limits.ts'
import { createDocumentStore } from './document/document-store.ts'
import { hiddenSchemaRule } from './document/hidden-schema-rule.ts'
import { limitLists } from './document/list-budget.ts'
import { type AnswerRequest, createAnswerRequest } from './http/answers/answer-request.ts'
import { createRequestLog } from './http/answers/request-log.ts'
import { createDeadlines } from './http/deadlines.ts'
import type { EdgeSettings } from './http/edge-settings.ts'
import { createCostLimits } from './http/plugins/cost-limits.ts'
import { createDirectOperations } from './http/plugins/direct-operations.ts'
import { type PersistedDocuments, usePersistedDocuments } from './http/plugins/persisted-documents.ts'
import { useAdmission } from './http/plugins/use-admission.ts'
import { useCoercedVariables } from './http/plugins/use-coerced-variables.ts'
import { useCompiledExecution } from './http/plugins/use-compiled-execution.ts'
import { corsOptions, useCrossSiteGuard } from './http/plugins/use-cross-site-guard.ts'
import { useErrorMasking } from './http/plugins/use-error-masking.ts'
import { useGraphiQLPage } from './http/plugins/use-graphiql-page.ts'
import { useHiddenSchema } from './http/plugins/use-hidden-schema.ts'
import { useMetricsEndpoint } from './http/plugins/use-metrics-endpoint.ts'
import { useReadDocuments } from './http/plugins/use-read-documents.ts'
import { useRefusalCounts } from './http/plugins/use-refusal-counts.ts'
import { useRequestParams } from './http/plugins/use-request-params.ts'
import { useResponseLimit } from './http/plugins/use-response-limit.ts'
import { requestIdOf } from './http/request-id.ts'
import type { Observability } from './observability/observability.ts'
import { logSlowOperation } from './observability/slow-operations.ts'
import { traceResolvers } from './observability/traced-resolvers.ts'
import { createRecordOperation, useTimings } from './observability/use-timings.ts'
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
}

/** The HTTP application: what happens to a request, in order. It does not open a port. */
export function createApp(options: AppOptions): AnswerRequest {
  const { database, createDirectory, log, observability, edge, persistedDocuments } = options
  const { tracer, metrics, settings } = observability
  const deadlines = createDeadlines(options.operationTimeoutMs)
  const requestLog = createRequestLog({ log, quietPaths: PROBE_PATHS })
  const schema = tracer.detail === 'summary' ? createSchema() : traceResolvers(createSchema(), tracer)
  const documents = createDocumentStore(
    schema,
    options.documentLimits ?? DEFAULT_DOCUMENT_LIMITS,
    edge.publicExplorer ? [] : [hiddenSchemaRule],
  )
  const costLimits = createCostLimits(documents)
  const recordOperation = createRecordOperation({
    tracer,
    requestIdOf,
    sink: observability.sink,
    onOperation(record, request) {
      requestLog.note(request, record)
      metrics.observeOperation(record, tracer.now() - record.startMs)
      const { slowOperationMs } = settings
      if (slowOperationMs !== undefined) logSlowOperation(log, tracer, record, slowOperationMs)
    },
  })
  const onRefusal = (limit: string, request: Request) => {
    observability.refusals.count(limit, requestIdOf(request))
    requestLog.noteRefusal(request, limit)
  }
  const yoga = createYoga<object, SchemaContext>({
    schema: limitLists(schema, costLimits.budgetOf),
    parserAndValidationCache: false,
    context: ({ request }) => ({
      directory: createDirectory(database.withSignal(deadlines.signalOf(request))),
    }),
    graphqlEndpoint: GRAPHQL_PATH,
    healthCheckEndpoint: HEALTH_PATH,
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
      useReadinessCheck({ endpoint: READINESS_PATH, check: database.isReady }),
      edge.metricsPort === undefined && useMetricsEndpoint(METRICS_PATH, metrics.registry),
      edge.publicExplorer
        ? useGraphiQLPage(GRAPHQL_PATH, settings.traceInAnswers ? { [TRACE_HEADER]: '1' } : {})
        : useHiddenSchema(),
      useCrossSiteGuard(edge.corsOrigins),
      useRequestParams(),
      persistedDocuments !== undefined && usePersistedDocuments(persistedDocuments, edge.persistedOnly),
      useTimings(tracer, recordOperation),
      metrics.createPlugin((document) => documents.of(document)?.usesDeprecatedFields ?? true),
      useReadDocuments(documents),
      useCoercedVariables(),
      costLimits.plugin,
      useCompiledExecution(documents),
      useAdmission({ ...edge, valuesOf: (context) => costLimits.costOf(context)?.values ?? 0 }),
      useErrorMasking(log),
      settings.traceInAnswers && useTraceExtension(tracer),
      useResponseLimit(documents.limits.responseBytes),
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
  })
  return createAnswerRequest({ yoga, direct, deadlines, log: requestLog })
}

function yogaLogger(log: Logger): YogaLogger {
  const level =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (first: unknown, ...rest: unknown[]) =>
      first instanceof Error ? log[name](first) : log[name]([first, ...rest].join(' '))
  return { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') }
}
