import { writeFile } from 'node:fs/promises'
import { runCommand, sentenceOf, UsageError } from '../../src/command.ts'
import { compareResults, type ResultComparison } from '../compare/compare-results.ts'
import { comparisonDocument } from '../compare/comparison-document.ts'
import { isFolder, type ResultFile, readResult, readResults } from '../compare/read-results.ts'
import { trendDocument } from '../compare/trend-document.ts'
import type { ReportDocument, Section } from '../report/document/document.ts'
import { documentHtml } from '../report/rendering/html.ts'
import { documentMarkdown } from '../report/rendering/markdown.ts'
import { textTables } from '../report/rendering/text-tables.ts'
import { readPageAssets } from '../report/rendering/write-document.ts'
import type { BenchmarkResult } from '../result.ts'
import { judgeComparison } from './options/comparison-gate.ts'
import { FAILURES, readFailOn, readIn } from './options/fail-on.ts'
import { decideGate, type Gate } from './options/gate.ts'
import { titledItems } from './output/run-conclusion.ts'

const HELP = `Compares two results of the benchmark: statements exactly, findings that came and went, and times where machine
and settings are the same. With a folder: its last run with the one before, and all of them as a trend.

  npm run compare -- OLD.json NEW.json [options]
  npm run compare -- FOLDER [options]

  --markdown      print Markdown
  --html FILE     also write a page, a single file
  --fail-on a,b   exit with 2 if the newer run has any of these that the older had not, comma-separated:
                  ${FAILURES.join(', ')};
                  with 1 if it could not look for them
  --in a,b        scenarios that --fail-on is about, comma-separated (default all)
  --help          print this text

A result is the result.json that npm run bench writes into its folder, or that folder.`

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
    const { newer, comparison, document } = await compareFiles(positionals)
    const names = newer.scenarios.map(({ name }) => name)
    const named = readIn(values.in, names)
    const judged = judgeComparison(comparison, newer, { failOn, meant: named ?? names })
    const gate = decideGate(judged, { isNamed: named !== undefined })
    if (values.html !== undefined) await writePage(values.html, withGate(document, gate))
    console.log(values.markdown ? documentMarkdown(withGate(document, gate), '.') : terminalText(document))
    for (const sentence of [...gate.failures, ...gate.unjudged]) console.error(`compare: ${sentence}`)
    process.exitCode = gate.exitCode
  },
)

/** What is passed on says how it was judged. On a terminal that comes last, as errors do. */
function withGate(document: ReportDocument, { failures, unjudged }: Gate): ReportDocument {
  const items = [...failures.map((sentence) => `failed: ${sentence}`), ...unjudged]
  if (items.length === 0) return document
  const gate: Section = { id: 'gate', title: 'What --fail-on says', blocks: [{ kind: 'list', items }] }
  return { ...document, sections: [gate, ...document.sections] }
}

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

async function writePage(file: string, document: ReportDocument): Promise<void> {
  await writeFile(file, documentHtml(document, await readPageAssets())).catch((error: unknown) => {
    throw new Error(`expected --html to be a file that can be written, got ${file}: ${sentenceOf(error)}`)
  })
}
