import { analyseTrace } from '../../../benchmarks/trace-analysis/analyse-trace.ts'
import type { TraceLine } from '../../../benchmarks/trace-analysis/formats/trace-line.ts'
import { articlePattern, articleSuspects } from './article-rule.ts'
import type { LabelledTrace } from './labelled/labelled-trace.ts'

export interface DetectorScore {
  detector: string
  traces: number
  precision: number
  recall: number
}

/** The names of the statements that a detector calls an N+1. */
type Detector = (lines: TraceLine[]) => Set<string>

const DETECTORS: Record<string, Detector> = {
  'evidence within a request': evidenceDetector,
  'any SELECT pattern ≥ 10 times': articleDetector,
}

/**
 * How well each detector finds the N+1s of labelled traces. What is counted are statements by name, one for each
 * trace: a truly accused one, a falsely accused one, one that was missed. The verdicts use no names.
 *
 * Precision is the share of accusations that are true, recall the share of truths that are accused; 1 where there
 * are none.
 */
export function scoreDetectors(labelled: LabelledTrace[]): DetectorScore[] {
  return Object.entries(DETECTORS).map(([detector, detect]) => {
    const verdicts = labelled.map(({ lines, truth }) => {
      const looping = truth.filter(({ kind }) => kind === 'n-plus-one').map(({ statement }) => statement)
      return { accused: detect(lines), guilty: new Set(looping) }
    })
    const right = sum(
      verdicts,
      ({ accused, guilty }) => [...accused].filter((name) => guilty.has(name)).length,
    )
    return {
      detector,
      traces: labelled.length,
      precision: share(
        right,
        sum(verdicts, ({ accused }) => accused.size),
      ),
      recall: share(
        right,
        sum(verdicts, ({ guilty }) => guilty.size),
      ),
    }
  })
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
