import type { ParsedRequest } from '../requests/parsed-request.ts'
import { DATA_VERBS } from '../sql/parsed-statement.ts'
import type { Finding, Pattern } from './finding.ts'
import type { Growth, GrowthPoint } from './growth.ts'
import { type LoopEvidence, loopEvidence } from './loop-evidence.ts'
import { groupStatements, type StatementGroup } from './statement-group.ts'

/** The statements of one operation that were sent for one parent each, with the evidence. */
export function findNPlusOne(requests: ParsedRequest[], patterns: ReadonlyMap<string, Pattern>): Finding[] {
  const groups = groupStatements(requests)
  return groups.filter(isAnswering).flatMap((group) => {
    const evidence = loopEvidence(group, groups)
    return evidence === undefined ? [] : [finding(group, evidence, patterns)]
  })
}

function isAnswering({ byRequest }: StatementGroup): boolean {
  const [executions = []] = byRequest.values()
  return executions.some(({ parsed }) => DATA_VERBS.has(parsed.verb))
}

function finding(
  group: StatementGroup,
  evidence: LoopEvidence,
  patterns: ReadonlyMap<string, Pattern>,
): Finding {
  const { statements, parameterSets, requests, points, growth, source } = evidence
  const parent = source && patterns.get(source.key)
  return {
    kind: 'n-plus-one',
    pattern: patterns.get(group.key)?.pattern ?? '',
    summary: [
      `${statements} statements of one pattern with ${parameterSets} different parameter sets`,
      `${group.path === null ? '' : `under ${group.path} `}in one request;`,
      growthText(growth, points),
      ...(source && parent ? [`; the parameters are values of ${source.column} of ${parent.name}`] : []),
    ]
      .join(' ')
      .replace(' ;', ';'),
    evidence: {
      statements,
      parameterSets,
      parentPath: group.path,
      requests,
      growth: growth && { base: growth.base, perParent: growth.perParent, points },
      source: source && parent ? { pattern: parent.pattern, column: source.column } : null,
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

/** Such as `1, 10 and 50`. */
function listed(points: GrowthPoint[]): string {
  return new Intl.ListFormat('en-GB').format(points.map(({ parents }) => String(parents)))
}

function short(value: number): string {
  return String(Number(value.toFixed(2)))
}
