/**
 * Writes the spans of a program as a collector's file exporter does: `node --require ./otlp.cjs raw.mjs labels.json`.
 * It needs `@opentelemetry/sdk-trace-node`, `instrumentation`, `instrumentation-pg` and `otlp-transformer`.
 */
const { appendFileSync } = require('node:fs')
const { registerInstrumentations } = require('@opentelemetry/instrumentation')
const { PgInstrumentation } = require('@opentelemetry/instrumentation-pg')
const { JsonTraceSerializer } = require('@opentelemetry/otlp-transformer')
const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node')

const exporter = {
  export(spans, done) {
    appendFileSync('raw-otlp.json', `${Buffer.from(JsonTraceSerializer.serializeRequest(spans))}\n`)
    done({ code: 0 })
  },
  shutdown: async () => {},
}

const tracerProvider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] })
tracerProvider.register()
registerInstrumentations({
  tracerProvider,
  instrumentations: [new PgInstrumentation({ enhancedDatabaseReporting: true })],
})
process.on('beforeExit', () => tracerProvider.forceFlush())
