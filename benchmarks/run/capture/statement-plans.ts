import type { StatementPlan } from '../../result.ts'
import { type Explainer, openExplainer } from '../../targets/explain.ts'
import type { TracedRequest } from '../../trace-analysis/requests/traced-request.ts'
import { createStatementParser } from '../../trace-analysis/sql/parse-statement.ts'

const MAX_MS = 5_000

/** How PostgreSQL executes each statement of a capture, in the database that it was captured on. */
export async function explainStatements(
  traces: readonly TracedRequest[],
  url: string,
): Promise<StatementPlan[]> {
  const explainer = await openExplainer({ url, settings: 'of the program', maxMs: MAX_MS })
  try {
    return await plansOf(textByPattern(traces), explainer)
  } finally {
    await explainer.close()
  }
}

/** One text of each pattern that operations sent. */
function textByPattern(traces: readonly TracedRequest[]): Map<string, string> {
  const parse = createStatementParser()
  const texts = traces
    .filter(({ origin }) => origin === 'operation')
    .flatMap(({ statements }) => statements.map(({ text }) => text))
  return new Map([...new Set(texts)].map((text) => [parse(text).pattern, text]))
}

async function plansOf(texts: ReadonlyMap<string, string>, explainer: Explainer): Promise<StatementPlan[]> {
  const plans: StatementPlan[] = []
  for (const [pattern, text] of texts) {
    const plan = await explainer.genericPlan(text)
    if (plan !== undefined) plans.push({ pattern, plan })
  }
  return plans
}
