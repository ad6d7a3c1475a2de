import { type Arguments, type Options, oneOf, runCommand, UsageError } from '../../src/command.ts'
import { createTraceAnalyser } from '../trace-analysis/analyse-trace.ts'
import { DEGREES, type Degree, type FindingKind, KINDS } from '../trace-analysis/findings/finding.ts'
import { readLines } from '../trace-analysis/formats/read-lines.ts'
import { readTrace } from '../trace-analysis/formats/read-trace.ts'
import { type FileReport, printable } from '../trace-analysis/output/file-report.ts'
import { githubAnnotations } from '../trace-analysis/output/github-annotations.ts'
import { markdownReport } from '../trace-analysis/output/markdown-report.ts'
import { textReport } from '../trace-analysis/output/text-report.ts'
import { createProgress } from './running/analysis-progress.ts'

const USAGE = `npm run analyse -- FILE… [options]

Analyses the SQL statements in traces and logs: how many each operation sent, their patterns and tables, and which
of them are an N+1, repeated, or a count that the page statement could return. The format of each file is
recognised by its content, gzip and zstd too. Without a file, or for \`-\`, standard input is read.

  --min DEGREE               the least sure findings that count: certain, likely or suspected (default likely)
  --fail-on KINDS            exit with 2 if there are findings of these kinds, comma-separated: n-plus-one, repeated,
                             count-pair
  --json                     print the results as a JSON array, one object per file
  --markdown                 print tables in Markdown
  --github                   print annotations for GitHub Actions
  --log-line-prefix PREFIX   PostgreSQL's log_line_prefix, if the log has an unusual one
  --help                     print this help

Lines that cannot be read are reported and left out; the exit code is then 1, as after any failure.

Examples:
  trace lines     npm run analyse -- trace.jsonl.gz --min suspected
  SQLAlchemy      uvicorn main:app 2>&1 | npm run analyse          (create_engine(…, echo=True))
  Django          npm run analyse -- django.log                    (logger django.db.backends at DEBUG)
  Rails           npm run analyse -- log/development.log
  Hibernate       npm run analyse -- app.log                       (loggers org.hibernate.SQL at DEBUG and
                                                                   org.hibernate.orm.jdbc.bind at TRACE)
  pino            node app.js | npm run analyse                    (JSON with sql and bindings; by reqId)
  Prisma          node app.js | npm run analyse                    (new PrismaClient({ log: ['query'] }))
  TypeORM         node app.js | npm run analyse                    (logging: true)
  Sequelize       node app.js | npm run analyse                    (logging: console.log)
  Drizzle         node app.js | npm run analyse                    (drizzle(…, { logger: true }))
  MikroORM        node app.js | npm run analyse                    (debug: ['query'])
  Kysely          node app.js | npm run analyse                    (log: ['query'], or each event as JSON)
  Knex, Objection DEBUG=knex:query,knex:bindings node app.js 2>&1 | npm run analyse
  PostgreSQL      npm run analyse -- postgresql.log --log-line-prefix '%t [%p] %a '
  csvlog          npm run analyse -- postgresql.csv                (log_destination = csvlog)
  jsonlog         npm run analyse -- postgresql.json               (log_destination = jsonlog)
  OpenTelemetry   npm run analyse -- traces.json                   (a collector's file exporter)

In continuous integration:
  npm run analyse -- trace.jsonl --github --fail-on n-plus-one,repeated`

const OPTIONS = {
  min: { type: 'string', default: 'likely' },
  'fail-on': { type: 'string', default: '' },
  json: { type: 'boolean', default: false },
  markdown: { type: 'boolean', default: false },
  github: { type: 'boolean', default: false },
  'log-line-prefix': { type: 'string' },
} satisfies Options

interface AnalyseOptions {
  files: string[]
  min: Degree
  failOn: FindingKind[]
  output: 'text' | 'json' | 'markdown' | 'github'
  logLinePrefix: string | undefined
}

async function main(parsed: Arguments<typeof OPTIONS>): Promise<void> {
  const args = readOptions(parsed)
  const reports: FileReport[] = []
  for (const file of args.files) reports.push(await reportOn(file, args))
  print(reports, args.output)
  reportProblems(reports)
  const kinds = reports.flatMap(({ operations }) => operations.flatMap(({ findings }) => findings))
  if (kinds.some(({ kind }) => args.failOn.includes(kind))) process.exitCode = 2
}

function readOptions({ values, positionals }: Arguments<typeof OPTIONS>): AnalyseOptions {
  const min = oneOf('--min', values.min, DEGREES)
  const failOn = values['fail-on'].split(',').filter(Boolean)
  const outputs = (['json', 'markdown', 'github'] as const).filter((output) => values[output])
  if (outputs.length > 1) {
    throw new UsageError(`expected one of --json, --markdown and --github, got ${outputs.length}`)
  }
  if (positionals.length === 0 && process.stdin.isTTY) {
    throw new UsageError('expected a trace file, got none')
  }
  return {
    files: positionals.length === 0 ? ['-'] : positionals,
    min,
    failOn: failOn.map((kind) => oneOf('--fail-on', kind, KINDS)),
    output: outputs[0] ?? 'text',
    logLinePrefix: values['log-line-prefix'],
  }
}

async function reportOn(file: string, { min, logLinePrefix }: AnalyseOptions): Promise<FileReport> {
  const analyser = createTraceAnalyser({ min })
  const progress = createProgress(process.stderr)
  const read = await readTrace(linesOf(file), {
    ...(logLinePrefix !== undefined && { logLinePrefix }),
    onRequest: analyser.add,
    onProgress: progress.show,
  })
  progress.clear()
  return { version: 1, file, ...read, ...analyser.result() }
}

async function* linesOf(path: string): AsyncGenerator<string[]> {
  try {
    yield* readLines(path)
  } catch (error) {
    // Such as "ENOENT: no such file or directory, open 'x'".
    const reason = String(error).replace(/^.*?[A-Z]{4,}: |^Error: |,.*$/g, '')
    throw new Error(`expected a trace file that can be read, got ${path}: ${reason}`)
  }
}

function print(reports: FileReport[], output: AnalyseOptions['output']): void {
  if (output === 'json') console.log(asciiJson(reports))
  else if (output === 'github') {
    const lines = reports.map(githubAnnotations).filter(Boolean)
    if (lines.length > 0) console.log(lines.join('\n'))
  } else console.log(reports.map(output === 'markdown' ? markdownReport : textReport).join('\n\n'))
}

/** JSON leaves some control characters as they are; a terminal would obey them. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function reportProblems(reports: FileReport[]): void {
  for (const { file, problems, problemCount } of reports) {
    for (const { line, message } of problems) console.error(printable(`${file}:${line}: ${message}`))
    const others = problemCount - problems.length
    if (others > 0) console.error(printable(`${file}: ${others} more could not be read`))
    if (problemCount > 0) process.exitCode = 1
  }
}

// A reader such as `head` may close the pipe early.
process.stdout.on('error', () => process.exit())
await runCommand(
  { name: 'analyse', start: 'npm run analyse --', help: USAGE, takes: 'files', options: OPTIONS },
  main,
)
