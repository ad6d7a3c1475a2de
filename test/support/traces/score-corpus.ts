import { analyseTrace } from '../../../benchmarks/trace-analysis/analyse-trace.ts'
import { DEGREES, type FindingKind, KINDS } from '../../../benchmarks/trace-analysis/findings/finding.ts'
import { type CorpusLabel, type Detector, type Flagged, type RecordedTrace, SETS } from './corpus.ts'
import { OTHER_DETECTORS } from './other-detectors.ts'
import { VARIATIONS } from './variations.ts'

/** How many findings were right and wrong, and how many were missed. */
interface Tally {
  right: number
  wrong: number
  missed: number
}

/** The scores as Markdown: this analysis by set, format, kind and degree, and then other rules on the same traces. */
export function corpusTable(traces: RecordedTrace[]): string {
  const scored = traces.map((trace) => ({ trace, results: match(analysis(trace), trace) }))
  const rows = [
    ...SETS.map((set) =>
      row(
        `${set} set`,
        scored.filter(({ trace }) => trace.set === set),
      ),
    ),
    ...[...Map.groupBy(scored, ({ trace }) => logOf(trace))].map(([format, same]) => row(format, same)),
    ...Object.entries(VARIATIONS).map(([name, vary]) =>
      row(
        `trace lines ${name}`,
        traces.filter(isTraceLines).map((trace) => ({ trace, results: match(analysis(vary(trace)), trace) })),
      ),
    ),
    ...KINDS.map((kind) => row(kind, scored, (result) => result.kind === kind)),
    ...DEGREES.slice(0, 2).map((degree) =>
      row(degree, scored, (result) => result.outcome !== 'missed' && result.degree === degree),
    ),
    ...Object.entries(OTHER_DETECTORS).map(([name, detect]) =>
      row(
        name,
        traces.map((trace) => ({ trace, results: match(detect(trace), trace, 'n-plus-one') })),
      ),
    ),
    row('this analysis, N+1 alone', scored, (result) => result.kind === 'n-plus-one'),
  ]
  return [
    '| on | traces | right | wrong | missed | precision | recall |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n')
}

function isTraceLines({ format }: RecordedTrace): boolean {
  return format === 'trace lines'
}

/** The format, or whose log it is where several libraries' are read alike. */
function logOf({ format, file }: RecordedTrace): string {
  return format === 'application log' ? `${file.replace(/[-.].*$/, '')} log` : format
}

/** How often the analysis is right on these traces. */
export function corpusTally(traces: RecordedTrace[]): Tally {
  return tally(traces.flatMap((trace) => match(analysis(trace), trace)))
}

/** What is wrong and what is missed, as text. */
export function corpusErrors(traces: RecordedTrace[]): string[] {
  return traces.flatMap((trace) =>
    match(analysis(trace), trace)
      .filter(({ outcome }) => outcome !== 'right')
      .map(({ outcome, operation, kind, text }) => `${trace.file} ${operation}: ${outcome} ${kind} ${text}`),
  )
}

const analysis: Detector = ({ requests }) =>
  analyseTrace(requests).operations.flatMap(({ name, findings }) =>
    findings.map(({ kind, pattern, degree }) => ({ operation: name, kind, text: pattern, degree })),
  )

interface Result extends Flagged {
  outcome: 'right' | 'wrong' | 'missed'
}

/** Each label is matched by one finding of its kind whose statement has its table. */
function match(flagged: Flagged[], { truth }: RecordedTrace, only?: FindingKind): Result[] {
  const byOperation = Map.groupBy(flagged, ({ operation }) => operation)
  const operations = new Set([...truth.keys(), ...byOperation.keys()])
  return [...operations].flatMap((operation) => {
    const labels = (truth.get(operation) ?? []).filter(([kind]) => only === undefined || kind === only)
    const left = [...labels]
    const found = (byOperation.get(operation) ?? []).map((each): Result => {
      const at = left.findIndex((label) => isFor(each, label))
      if (at !== -1) left.splice(at, 1)
      return { ...each, outcome: at === -1 ? 'wrong' : 'right' }
    })
    const missed = left.map(([kind, text]): Result => ({ operation, kind, text, outcome: 'missed' }))
    return [...found, ...missed]
  })
}

function isFor({ kind, text }: Flagged, [labelled, table]: CorpusLabel): boolean {
  return kind === labelled && new RegExp(`\\b${table}\\b`, 'i').test(text)
}

function row(
  name: string,
  scored: { trace: RecordedTrace; results: Result[] }[],
  counts: (result: Result) => boolean = () => true,
): string {
  const { right, wrong, missed } = tally(scored.flatMap(({ results }) => results).filter(counts))
  const share = (part: number, whole: number) => (whole === 0 ? '–' : (part / whole).toFixed(3))
  const recall = DEGREES.some((degree) => degree === name) ? '–' : share(right, right + missed)
  return `| ${name} | ${scored.length} | ${right} | ${wrong} | ${missed} | ${share(right, right + wrong)} | ${recall} |`
}

function tally(results: Result[]): Tally {
  const count = (wanted: Result['outcome']) => results.filter(({ outcome }) => outcome === wanted).length
  return { right: count('right'), wrong: count('wrong'), missed: count('missed') }
}
