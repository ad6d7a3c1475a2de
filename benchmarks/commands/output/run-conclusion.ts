import { relative, resolve } from 'node:path'
import { plainText } from '../../report/document/text.ts'
import { verdictSentences } from '../../report/verdict-sentences.ts'
import { warningSentences } from '../../report/warning-sentences.ts'
import type { BenchmarkResult } from '../../result.ts'
import type { Gate } from '../options/gate.ts'

/** What a run ends with: what it found, why not to rely on parts of that, and where the files are. */
export interface Conclusion {
  verdicts: string[]
  warnings: string[]
  /** What `--fail-on` found. */
  failures: string[]
  /** What it could not look for. */
  unjudged: string[]
  files: string
}

export function concludeRun(
  result: BenchmarkResult,
  { gate, files, folder }: { gate: Gate; files: readonly string[]; folder: string },
): Conclusion {
  const near = relative(process.cwd(), folder) || '.'
  const place = near.startsWith('..') ? resolve(folder) : near
  return {
    verdicts: verdictSentences(result),
    warnings: warningSentences(result),
    failures: gate.failures,
    unjudged: gate.unjudged,
    files: `${place}/report.html, and ${files.length - 1} more in that folder`,
  }
}

const MAX_WIDTH = 100

/** For a terminal of this width. */
export function conclusionText(
  { verdicts, warnings, failures, unjudged, files }: Conclusion,
  width = MAX_WIDTH,
): string {
  return [
    ...titledItems('Verdicts', verdicts, width),
    ...titledItems('Warnings', warnings, width),
    ...titledItems('Failed (--fail-on)', failures, width),
    ...titledItems('Not judged (--fail-on)', unjudged, width),
    ...titledItems('Report', [files], width),
  ].join('\n')
}

/** The lines of a list under its title, with an empty one before; none where there are no items. */
export function titledItems(title: string, items: readonly string[], width = MAX_WIDTH): string[] {
  return items.length === 0
    ? []
    : ['', title, ...items.map((item) => wrap(readable(item), Math.min(width, MAX_WIDTH)))]
}

/** For `$GITHUB_STEP_SUMMARY`. */
export function conclusionMarkdown({ verdicts, warnings, failures, unjudged }: Conclusion): string {
  const part = (title: string, items: readonly string[]) =>
    items.length === 0
      ? []
      : [`### ${title}`, items.map((item) => `- ${item.replaceAll('\u00a0', ' ')}`).join('\n')]
  return `${[
    '## Benchmark',
    ...part('Failed', failures),
    ...part('Not judged', unjudged),
    ...part('Verdicts', verdicts),
    ...part('Warnings', warnings),
  ].join('\n\n')}\n`
}

function readable(sentence: string): string {
  return plainText(sentence).replaceAll('\u00a0', ' ')
}

/** An item of a list, its further lines indented. */
function wrap(text: string, width: number): string {
  const lines: string[] = []
  let line = ' '
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = '   '
    }
    line += ` ${word}`
  }
  return [...lines, line].join('\n')
}
