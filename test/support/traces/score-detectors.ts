import { analyseTrace } from '../../../benchmarks/trace-analysis/analyse-trace.ts'
import type { TraceLine } from '../../../benchmarks/trace-analysis/formats/trace-line.ts'
import { articlePattern, articleSuspects } from './article-rule.ts'
import type { LabelledTrace } from './labelled/labelled-trace.ts'

interface DetectorScore {
  detector: string
  traces: number
  precision: number
  recall: number
}

/** The names of the statements that a detector calls an N+1. */
type Detector = (lines: TraceLine[]) => Set<string>

const DETECTORS: Record<string, Detector> = {
  'this analysis': evidenceDetector,
  'any SELECT pattern that occurs ten times': articleDetector,
}

/**
 * How well each detector finds the N+1s of labelled traces, counted in statements by name: correctly flagged,
 * wrongly flagged and missed ones of each trace. No detector uses the names.
 *
 * Precision is the share of the flagged statements that are loops, recall the share of the loops that are flagged; 1
 * where there are none.
 */
export function scoreDetectors(labelled: LabelledTrace[]): DetectorScore[] {
  return Object.entries(DETECTORS).map(([detector, detect]) => {
    const results = labelled.map(({ lines, truth }) => {
      const loops = truth.filter(({ kind }) => kind === 'n-plus-one').map(({ statement }) => statement)
      return { flagged: detect(lines), looping: new Set(loops) }
    })
    const right = sum(
      results,
      ({ flagged, looping }) => [...flagged].filter((name) => looping.has(name)).length,
    )
    return {
      detector,
      traces: labelled.length,
      precision: share(
        right,
        sum(results, ({ flagged }) => flagged.size),
      ),
      recall: share(
        right,
        sum(results, ({ looping }) => looping.size),
      ),
    }
  })
}

/** The scores as a Markdown table, one line for each detector. */
export function scoreTable(scores: DetectorScore[]): string {
  return [
    '| detector | traces | precision | recall |',
    '| --- | ---: | ---: | ---: |',
    ...scores.map(
      ({ detector, traces, precision, recall }) =>
        `| ${detector} | ${traces} | ${precision.toFixed(2)} | ${recall.toFixed(2)} |`,
    ),
  ].join('\n')
}

function evidenceDetector(lines: TraceLine[]): Set<string> {
  return new Set(
    analyseTrace(lines).operations.flatMap(({ findings, patterns }) =>
      findings
        .filter(({ kind }) => kind === 'n-plus-one')
        .map(
          (finding) => patterns.find(({ pattern }) => pattern === finding.pattern)?.name ?? finding.pattern,
        ),
    ),
  )
}

function articleDetector(lines: TraceLine[]): Set<string> {
  const suspects = articleSuspects(lines)
  const statements = lines.flatMap((line) => line.statements)
  return new Set(
    statements.filter(({ text }) => suspects.has(articlePattern(text))).map(({ name, text }) => name ?? text),
  )
}

function sum<Item>(items: Item[], countOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + countOf(item), 0)
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole
}
