import { Client, DatabaseError, escapeLiteral } from 'pg'
import { PLANNING_SETTINGS } from '../../src/database/statements/prepare-session.ts'

/** A statement as it was sent. */
export interface BoundStatement {
  text: string
  parameters: readonly unknown[]
}

/** A node of a plan as `explain (analyze, buffers, format json)` describes it; rows are for each loop. */
export interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  'Temp Read Blocks': number
  'Temp Written Blocks': number
  /** Of the write-ahead log, for a statement that writes. */
  'WAL Bytes': number
  Plans?: PlanNode[]
}

/** What PostgreSQL says of an execution. */
export interface Explained {
  executionMs: number
  plan: PlanNode
}

/** A session that explains statements, with the settings of the server's sessions or with those of any other. */
export interface Explainer {
  /** Executes a statement and describes it; undefined where it takes longer than the limit. */
  explain(statement: BoundStatement): Promise<Explained | undefined>
  /** The same after other statements, in a transaction that is rolled back: without an index, or for a statement that writes. */
  explainAfter(before: readonly string[], statement: BoundStatement): Promise<Explained | undefined>
  /** How a statement with `$1`, `$2` … is executed for any values; undefined for one that has no plan. Executes nothing. */
  genericPlan(text: string): Promise<string | undefined>
  /** Sends any other statement and returns its rows. */
  query<Row extends object>(text: string): Promise<Row[]>
  close(): Promise<void>
}

interface ExplainerOptions {
  url: string
  settings: 'of the program' | 'of the database'
  maxMs: number
}

/** Opens the session. Clocks of single nodes are off: reading them takes longer than many a node. */
export async function openExplainer({ url, settings, maxMs }: ExplainerOptions): Promise<Explainer> {
  const client = new Client({ connectionString: url, application_name: 'jadwal bench' })
  await client.connect()
  if (settings === 'of the program') await client.query(PLANNING_SETTINGS)
  await client.query(`set statement_timeout = ${maxMs}`)
  const explain = async ({ text, parameters }: BoundStatement): Promise<Explained | undefined> => {
    try {
      await client.query(`prepare explained as ${text}`)
      const values = parameters.length === 0 ? '' : `(${parameters.map(literalOf).join(', ')})`
      const { rows } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode; 'Execution Time': number }[] }>(
        `explain (analyze, buffers, wal, timing off, format json) execute explained${values}`,
      )
      const [explained] = rows[0]?.['QUERY PLAN'] ?? []
      return explained && { executionMs: explained['Execution Time'], plan: explained.Plan }
    } catch (error) {
      if (error instanceof DatabaseError && error.code === QUERY_CANCELED) return undefined
      throw error
    }
  }
  return {
    explain: (statement) => explain(statement).finally(() => client.query('deallocate all')),
    async explainAfter(before, statement) {
      await client.query('begin')
      try {
        for (const text of before) await client.query(text)
        return await explain(statement)
      } finally {
        await client.query('rollback')
        await client.query('deallocate all')
      }
    },
    async genericPlan(text) {
      try {
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(
          `explain (generic_plan, costs off) ${text}`,
        )
        return rows.map((row) => row['QUERY PLAN']).join('\n')
      } catch (error) {
        // Only some statements can be explained: a `begin` cannot.
        if (error instanceof DatabaseError) return undefined
        throw error
      }
    },
    async query<Row extends object>(text: string) {
      return (await client.query<Row>(text)).rows
    },
    close: () => client.end(),
  }
}

const QUERY_CANCELED = '57014'

/** A parameter as text, which PostgreSQL reads as the type that the statement gives it. */
function literalOf(parameter: unknown): string {
  if (parameter === null) return 'null'
  return escapeLiteral(Array.isArray(parameter) ? `{${parameter.join(',')}}` : String(parameter))
}
