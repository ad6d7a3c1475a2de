import { medianExecutionMs } from '../pages/explain-several.ts'
import type { Explainer } from '../targets/explain.ts'
import type { CountForm, MeasuredCount } from './scale-result.ts'

const CONDITIONS: Record<string, string> = {
  'all public doctors': 'is_active',
  'half of them': 'is_active and strpos(search_name, \'an\' collate "C") > 0',
  'one in 25': "is_active and search_name like '%prof%'",
  'one in 5,000': "is_active and search_name like '%zoë müller%'",
  nobody: "is_active and search_name like '%quetzal%'",
}

const COLUMNS = 'id, name, created_at'
const PAGE = 'order by name, id limit 10'

/** Each way to have the total of a page, as the statements that it sends. */
const FORMS: Record<CountForm, (where: string) => string[]> = {
  'window above the page': (where) => [
    `select ${COLUMNS}, count(*) over () from doctor where ${where} ${PAGE}`,
  ],
  'window of its own': (where) => [
    `select ${COLUMNS}, (select count(*) over () from doctor where ${where} limit 1)
     from doctor where ${where} ${PAGE}`,
  ],
  'scalar count': (where) => [
    `select ${COLUMNS}, (select count(*) from doctor where ${where}) from doctor where ${where} ${PAGE}`,
  ],
  'two statements': (where) => [
    `select count(*) from doctor where ${where}`,
    `select ${COLUMNS} from doctor where ${where} ${PAGE}`,
  ],
}

const COUNT_FORMS = Object.keys(FORMS).filter(isCountForm)

/** Time in the server of each way to count, for conditions from all doctors to nobody. */
export async function measureCounts(explainer: Explainer): Promise<MeasuredCount[]> {
  const measured: MeasuredCount[] = []
  for (const [condition, where] of Object.entries(CONDITIONS)) {
    const [row] = await explainer.query<{ share: number }>(
      `select (count(*) filter (where ${where})::float / greatest(count(*), 1)) as share from doctor where is_active`,
    )
    for (const form of COUNT_FORMS) {
      let executionMs: number | null = 0
      for (const text of FORMS[form](where)) {
        const statementMs = await medianExecutionMs(explainer, { text, parameters: [] })
        executionMs = statementMs === null || executionMs === null ? null : executionMs + statementMs
      }
      measured.push({ form, condition, share: row?.share ?? 0, executionMs })
    }
  }
  return measured
}

function isCountForm(form: string): form is CountForm {
  return form in FORMS
}
