import { request } from 'undici'
import type { ServerFigures } from '../result.ts'

/** Reads what a server reports in `/metrics`, in Prometheus' text format. */
export async function scrapeFigures(metricsUrl: string): Promise<ServerFigures> {
  const { body } = await request(metricsUrl)
  const samples = readSamples(await body.text())
  const sum = (name: string) =>
    samples.filter((sample) => sample.name === name).reduce((total, { value }) => total + value, 0)
  const single = (name: string) => samples.find((sample) => sample.name === name)?.value ?? null
  const lagSeconds = single('nodejs_eventloop_lag_p99_seconds')
  return {
    cpuSeconds: sum('process_cpu_seconds_total'),
    requests: sum('jadwal_operation_duration_seconds_count'),
    statements: sum('jadwal_statement_duration_seconds_count'),
    statementMsTotal: sum('jadwal_statement_duration_seconds_sum') * 1000,
    eventLoopDelayP99Ms: lagSeconds === null ? null : lagSeconds * 1000,
    residentMemoryBytes: single('process_resident_memory_bytes'),
  }
}

function readSamples(text: string): { name: string; value: number }[] {
  return text.split('\n').flatMap((line) => {
    const [, name, value] = /^([a-zA-Z_:][\w:]*)(?:\{.*\})? (\S+)/.exec(line) ?? []
    return name === undefined ? [] : [{ name, value: Number(value) }]
  })
}
