import type { Logger } from 'pino'
import type { SpanExport, SpanExportSettings } from './span-export.ts'

/** Opens the export if there is an endpoint. OpenTelemetry's packages are loaded here, and not without one. */
export async function openSpanExport(
  settings: SpanExportSettings | undefined,
  log: Logger,
): Promise<SpanExport | undefined> {
  if (settings === undefined) return undefined
  const { createOtlpExport } = await import('./otlp-export.ts')
  return createOtlpExport(settings, log)
}
