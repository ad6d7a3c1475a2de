import { writeFile } from 'node:fs/promises'
import { runCommand, sentenceOf, UsageError } from '../../src/command.ts'
import { compareResults, type ResultComparison } from '../compare/compare-results.ts'
import { comparisonDocument } from '../compare/comparison-document.ts'
import { isFolder, type ResultFile, readResult, readResults } from '../compare/read-results.ts'
import { trendDocument } from '../compare/trend-document.ts'
import type { ReportDocument } from '../report/document/document.ts'
import { documentHtml } from '../report/rendering/html.ts'
import { documentMarkdown } from '../report/rendering/markdown.ts'
import { textTables } from '../report/rendering/text-tables.ts'
import { readPageAssets } from '../report/rendering/write-document.ts'
import type { BenchmarkResult } from '../result.ts'
import { FAILURES, type Failure, invalidLoads, readFailOn, readIn } from './options/fail-on.ts'
import { titledItems } from './output/run-conclusion.ts'

const HELP = `Compares two results of the benchmark: statements exactly, findings that came and went, and times where machine
and settings are the same. With a folder: its last run with the one before, and all of them as a trend.

  npm run compare -- OLD.json NEW.json [options]
  npm run compare -- FOLDER [options]

  --markdown      print Markdown
  --html FILE     also write a page, a single file
  --fail-on a,b   exit with 2 if the newer run has any of these that the older had not, comma-separated:
                  ${FAILURES.join(', ')}
  --in a,b        scenarios that --fail-on is about, comma-separated (default all)
  --help          print this text

A result is the result.json that npm run bench writes into its folder, or that folder.`

/** Of a comparison that found what \`--fail-on\` names. */
const FAILED = 2

interface Compared {
  older: BenchmarkResult
  newer: BenchmarkResult
  comparison: ResultComparison
  document: ReportDocument
}

await runCommand(
  {
    name: 'compare',
    start: 'npm run compare --',
    help: HELP,
    takes: 'two results or a folder',
    options: {
      markdown: { type: 'boolean', default: false },
      html: { type: 'string' },
      'fail-on': { type: 'string', default: '' },
      in: { type: 'string' },
    },
  },
  async ({ values, positionals }) => {
    const failOn = readFailOn(values['fail-on'])
    const compared = await compareFiles(positionals)
    const { newer, document } = compared
    const isIn = readIn(
      values.in,
      newer.scenarios.map(({ name }) => name),
    )
    if (values.html !== undefined) await writePage(values.html, document)
    console.log(values.markdown ? documentMarkdown(document, '.') : terminalText(document))
    const failures = failuresOf(compared, { failOn, isIn: (scenario) => isIn?.includes(scenario) ?? true })
    for (const failure of failures) console.error(`compare: ${failure}`)
    if (failures.length > 0) process.exitCode = FAILED
  },
)

/** Warnings come last, where they are read. */
function terminalText(document: ReportDocument): string {
  const warnings = titledItems('Warnings about the newer run', document.warnings, process.stdout.columns)
  return [document.subtitle, '', textTables(document), ...warnings].join('\n')
}

async function compareFiles(paths: readonly string[]): Promise<Compared> {
  const [first, second, ...others] = paths
  if (first !== undefined && second === undefined && (await isFolder(first))) {
    const { files, leftOut } = await readResults(first)
    const [older, newer] = files.slice(-2)
    const others = `${leftOut.length} of another version, or broken`
    if (older === undefined || newer === undefined) {
      const got = leftOut.length === 0 ? files.length : `${files.length} and ${others}`
      throw new Error(`expected two results or more in ${first}, got ${got}`)
    }
    if (leftOut.length > 0) console.error(`compare: left out ${others}: ${leftOut.join(', ')}`)
    const compared = compareTwo(older, newer)
    const results = files.map(({ result }) => result)
    return { ...compared, document: trendDocument(results, compared) }
  }
  if (first === undefined || second === undefined || others.length > 0) {
    throw new UsageError(
      `expected two results or a folder, got ${paths.length === 1 ? first : `${paths.length} files`}`,
    )
  }
  return compareTwo(await readResult(first), await readResult(second))
}

function compareTwo({ result: older }: ResultFile, { result: newer }: ResultFile): Compared {
  const comparison = compareResults(older, newer)
  return { older, newer, comparison, document: comparisonDocument(older, newer, comparison) }
}

/** What the newer run has and the older had not, in a few words each. */
function failuresOf(
  { newer, comparison: { findings, times } }: Compared,
  { failOn, isIn }: { failOn: readonly Failure[]; isIn: (scenario: string) => boolean },
): string[] {
  return [...new Set(failOn)].flatMap((failure) => {
    if (failure === 'invalid') return invalidLoads(newer, isIn)
    if (failure === 'slower') {
      const changes = times.kind === 'compared' ? times.changes : []
      return changes.flatMap(({ scenario, what, verdict }) =>
        verdict === 'slower' && isIn(scenario) ? [`${scenario} became slower in ${what}`] : [],
      )
    }
    return findings.came.flatMap(({ kind, scenario, operation }) =>
      kind === failure && isIn(scenario) ? [`${kind} came to ${operation} in ${scenario}`] : [],
    )
  })
}

async function writePage(file: string, document: ReportDocument): Promise<void> {
  await writeFile(file, documentHtml(document, await readPageAssets())).catch((error: unknown) => {
    throw new Error(`expected --html to be a file that can be written, got ${file}: ${sentenceOf(error)}`)
  })
}
