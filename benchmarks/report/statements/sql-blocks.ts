import { format } from 'sql-formatter'
import type { ScenarioResult } from '../../result.ts'
import type { Block } from '../document/document.ts'
import { code, listOf } from '../document/text.ts'

/** The SQL of a statement in lines, and below it, collapsed, each plan that the scenarios have for it. */
export function sqlBlocks(pattern: string, scenarios: ScenarioResult[]): Block[] {
  return [{ kind: 'code', language: 'sql', text: formattedSql(pattern) }, ...planBlocks(pattern, scenarios)]
}

/** SQL in indented lines; as it is where it cannot be read as PostgreSQL's. */
export function formattedSql(sql: string): string {
  try {
    return format(sql, {
      language: 'postgresql',
      paramTypes: { positional: true },
      expressionWidth: 80,
    }).trim()
  } catch {
    return sql
  }
}

/** Scenarios with the same plan share a block. */
function planBlocks(pattern: string, scenarios: ScenarioResult[]): Block[] {
  const planned = scenarios.flatMap(({ name, plans }) =>
    plans.filter((each) => each.pattern === pattern).map(({ plan }) => ({ name, plan })),
  )
  return [...Map.groupBy(planned, ({ plan }) => plan)].map(([plan, same]) => ({
    kind: 'folded',
    summary: `Plan in ${listOf(same.map(({ name }) => code(name)))}`,
    blocks: [{ kind: 'code', language: 'text', text: plan }],
  }))
}
