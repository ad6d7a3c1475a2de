import type { Finder, Finding, LoopSubkind, Pattern } from '../finding.ts'
import type { ExaminedRequest } from '../repetition.ts'
import { groupStatements } from '../statement-group.ts'
import type { Growth, GrowthPoint } from './growth.ts'
import { judgeLoop, type LoopJudgement } from './loop-judgement.ts'
import { addObservation, createLoopRecord, type LoopRecord } from './loop-record.ts'
import { batchInstead, subkindOf } from './loop-subkind.ts'
import { observeGroups } from './observation/loop-observation.ts'

/** More patterns than these in one operation are not examined. */
const MAX_GROUPS = 20_000

/** Finds statements that were sent for one row each. */
export function createNPlusOneFinder(): Finder<ExaminedRequest> {
  const records = new Map<string, LoopRecord>()
  const subkinds = new Map<string, LoopSubkind>()
  return {
    add(examined) {
      for (const { group, seen } of observeGroups(examined.request, groupStatements(examined))) {
        if (!records.has(group.id) && records.size >= MAX_GROUPS) continue
        const record = records.get(group.id) ?? createLoopRecord(group)
        records.set(group.id, record)
        addObservation(record, seen)
        if (!seen.isLoop) continue
        const subkind = subkindOf(group.executions)
        // One and the same, whatever the order of the requests.
        if (subkind < (subkinds.get(group.id) ?? '~')) subkinds.set(group.id, subkind)
      }
    },
    findings: (patterns) =>
      [...records].flatMap(([id, record]) => {
        const judgement = record.loops > 0 ? judgeLoop(record) : undefined
        if (judgement === undefined) return []
        const isOwnParent = judgement.source?.key === record.key
        const subkind = isOwnParent ? 'recursion' : (subkinds.get(id) ?? 'look-ups')
        return [finding(record, subkind, judgement, patterns)]
      }),
  }
}

function finding(
  record: LoopRecord,
  subkind: LoopSubkind,
  { degree, reasons, points, growth, source }: LoopJudgement,
  patterns: ReadonlyMap<string, Pattern>,
): Finding {
  const { statements, parameterSets, path } = record
  const { name = '', pattern = '' } = patterns.get(record.key) ?? {}
  const parent = source && patterns.get(source.key)
  const sets = record.isUnknown ? '' : ` with ${parameterSets} different parameter sets`
  return {
    kind: 'n-plus-one',
    subkind,
    degree,
    name,
    pattern,
    summary: [
      `${statements} statements of one pattern${sets}`,
      `${path === null ? '' : `under ${path} `}in one request;`,
      growthText(growth, points),
      ...(source && parent ? [`; the parameters are values of ${source.column} of ${parent.name}`] : []),
    ]
      .join(' ')
      .replace(' ;', ';'),
    fix: batchInstead(subkind, record.columns[0]),
    totalMs: record.totalMs,
    evidence: {
      statements,
      parameterSets,
      parentPath: path,
      requests: record.loops,
      growth: growth && { base: growth.base, perParent: growth.perParent, points },
      source: source && parent ? { pattern: parent.pattern, column: source.column } : null,
      reasons,
    },
  }
}

function growthText(growth: Growth | null, points: GrowthPoint[]): string {
  const [only] = points
  if (growth !== null) {
    const { base, perParent } = growth
    return `they grow by ${short(perParent)} per parent (${short(base)} + ${short(perParent)}·n over ${listed(points)})`
  }
  if (only === undefined) return 'the trace does not show how many parents there were'
  return `every such request had ${only.parents} ${only.parents === 1 ? 'parent' : 'parents'}, so their growth is unknown`
}

/** Such as `1, 10 and 50`; of many numbers the first and the last. */
function listed(points: GrowthPoint[]): string {
  const numbers = points.map(({ parents }) => String(parents))
  if (numbers.length > 8) return `${numbers.length} numbers from ${numbers[0]} to ${numbers.at(-1)}`
  return new Intl.ListFormat('en-GB').format(numbers)
}

function short(value: number): string {
  return String(Number(value.toFixed(2)))
}
