import { createTraceAnalyser } from '../trace-analysis/analyse-trace.ts'
import { readLines } from '../trace-analysis/formats/read-lines.ts'
import { readTrace } from '../trace-analysis/formats/read-trace.ts'

/** Analyses a trace in a process of its own, and prints what that took as a line of JSON. */
const [path = ''] = process.argv.slice(2)
const startMs = performance.now()
const analyser = createTraceAnalyser()
const { requests } = await readTrace(readLines(path), { onRequest: analyser.add })
const { operations } = analyser.result()
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
console.log(
  JSON.stringify({
    requests,
    operations: operations.length,
    elapsedMs: performance.now() - startMs,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    maxMemoryBytes: maxRSS * 1024,
  }),
)
