import { open } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { analyseTrace } from '../trace-analysis/analyse-trace.ts'
import type { TraceAnalysis } from '../trace-analysis/analysis.ts'
import { describeAnalysis } from '../trace-analysis/describe-analysis.ts'
import { type ReadTrace, readTrace } from '../trace-analysis/formats/read-trace.ts'

const USAGE = `npm run analyse -- FILE… [--json]

Analyses the SQL statements in trace files: how many each operation sent, their patterns and tables, and which
of them are an N+1, repeated, or a count that the page statement could return. The format of a trace line is in
benchmarks/trace-analysis/README.md.

  --json  print the results as a JSON array, one object per file
  --help  print this help

Malformed lines are reported and left out; the exit code is then 1, as after any failure.`

/** What the command found in one file; `--json` prints a list of these. */
interface FileReport extends TraceAnalysis {
  file: string
  problems: ReadTrace['problems']
}

async function main(): Promise<void> {
  const { files, json, help } = readArguments()
  if (help) return console.log(USAGE)
  const reports = await Promise.all(files.map(reportOn))
  console.log(json ? JSON.stringify(reports, null, 2) : reports.map(describeReport).join('\n\n'))
  for (const { file, problems } of reports) {
    for (const { line, message } of problems) console.error(`${file}:${line}: ${message}`)
    if (problems.length > 0) process.exitCode = 1
  }
}

function readArguments(): { files: string[]; json: boolean; help: boolean } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  if (positionals.length === 0 && !values.help) throw new Error('expected a trace file, got none; see --help')
  return { files: positionals, ...values }
}

async function reportOn(file: string): Promise<FileReport> {
  const { lines, problems } = readTrace(await readLines(file))
  return { file, problems, ...analyseTrace(lines) }
}

async function readLines(path: string): Promise<string[]> {
  try {
    await using file = await open(path)
    const lines: string[] = []
    for await (const line of file.readLines()) lines.push(line)
    return lines
  } catch (error) {
    // Such as "ENOENT: no such file or directory, open 'x'".
    const reason = String(error).replace(/^.*?[A-Z]{4,}: |,.*$/g, '')
    throw new Error(`expected a trace file that can be read, got ${path}: ${reason}`)
  }
}

function describeReport({ file, ...analysis }: FileReport): string {
  return `${file}\n\n${describeAnalysis(analysis)}`
}

// A reader such as `head` may close the pipe early.
process.stdout.on('error', () => process.exit())
await main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  // The first sentence of a parseArgs error names the mistake; the rest is advice.
  console.error(error instanceof TypeError ? `${message.split('. ')[0]}; see --help` : message)
  process.exitCode = 1
})
