import type { Difficulty } from '../pages/scale-operations.ts'
import {
  type Block,
  nameColumn,
  numberColumn,
  type ReportDocument,
  type Section,
  type Table,
  textColumn,
} from '../report/document/document.ts'
import { code, countOf, formatCount, formatMs, formatPercent, machineText } from '../report/document/text.ts'
import { scaleChart } from './scale-chart.ts'
import type {
  CountForm,
  MeasuredOperation,
  RandomRun,
  ScaledDirectory,
  ScaleResult,
  Verdict,
} from './scale-result.ts'
import { MAX_RANDOM_MS } from './send-random-operations.ts'

const TARGETS: Record<Difficulty, string> = {
  page: 'page',
  'hard page': 'hard page',
  total: 'page with total',
}

/** The report of a scale run. */
export function scaleDocument(result: ScaleResult): ReportDocument {
  const { directories, machine, postgresql, startedAt } = result
  const largest = directories.filter(({ indexes }) => indexes).at(-1)
  return {
    title: 'Pages by size of the directory',
    subtitle: `up to ${formatCount(largest?.doctors ?? 0)} doctors; PostgreSQL ${postgresql}, ${machineText(machine)}; ${startedAt.slice(0, 10)}`,
    source: `${startedAt.slice(0, 10)}, ${machineText(machine)}, PostgreSQL ${postgresql}`,
    warnings: [],
    sections: [
      verdictSection(result),
      {
        id: 'time',
        title: 'Time by size',
        blocks: [
          { kind: 'chart', chart: scaleChart(result, true) },
          { kind: 'chart', chart: scaleChart(result, false) },
          ...operationTables(directories),
        ],
      },
      { id: 'counts', title: 'Ways to count', blocks: directories.map(countTable) },
      randomSection(result.random),
    ],
  }
}

function verdictSection({ verdicts, directories }: ScaleResult): Section {
  const missed = verdicts.filter(({ met }) => !met)
  const large = directories.filter(({ indexes }) => indexes).at(-1)
  return {
    id: 'targets',
    title: 'Targets',
    blocks: [
      {
        kind: 'paragraph',
        text:
          `${verdicts.length - missed.length} of ${countOf(verdicts.length, 'operation')} are within their target with ` +
          `${formatCount(large?.doctors ?? 0)} doctors. ${code('select count(*) from doctor where is_active')} takes ` +
          `${formatMs(large?.countMs ?? 0)} ms there, and ${formatMs(large?.countInProgramMs ?? 0)} ms with the settings ` +
          'of the program.',
      },
      ...verdictTables(verdicts),
    ],
  }
}

/** Those that are missed, with the others folded; all, if none is. */
function verdictTables(verdicts: Verdict[]): Block[] {
  const missed = verdicts.filter(({ met }) => !met)
  const caption = 'Time of the page statement in the server, and its target'
  if (missed.length === 0) return [{ kind: 'table', table: verdictTable(caption, verdicts) }]
  const met = verdictTable(
    caption,
    verdicts.filter((verdict) => verdict.met),
  )
  return [
    { kind: 'table', table: verdictTable('Targets that are missed', missed) },
    {
      kind: 'folded',
      summary: `${countOf(met.rows.length, 'operation')} within the target`,
      blocks: [{ kind: 'table', table: met }],
    },
  ]
}

function verdictTable(caption: string, verdicts: Verdict[]): Table {
  return {
    caption,
    columns: [
      nameColumn('Operation'),
      numberColumn('ms'),
      numberColumn('At most'),
      nameColumn('Verdict'),
      nameColumn('Kind'),
      textColumn('Target'),
    ],
    rows: verdicts.map(({ operation, difficulty, executionMs, limitMs, limit, met }) => [
      operation,
      milliseconds(executionMs),
      formatMs(limitMs),
      met ? 'met' : 'not met',
      TARGETS[difficulty],
      limit,
    ]),
  }
}

/** A figure of each operation by directory. */
const FIGURES: Record<string, (operation: MeasuredOperation) => string> = {
  'Time in the server, ms': ({ statement }) => milliseconds(statement?.executionMs),
  'Buffers: blocks of 8 kB': ({ statement }) => (statement ? formatCount(statement.buffers) : '–'),
  'p50 through the API, ms': ({ p50Ms }) => milliseconds(p50Ms),
}

function operationTables(directories: ScaledDirectory[]): Block[] {
  const names = directories[0]?.operations.map(({ name }) => name) ?? []
  const find = (directory: ScaledDirectory, name: string) =>
    directory.operations.find((operation) => operation.name === name)
  const tables = Object.entries(FIGURES).map(
    ([caption, figure]): Table => ({
      caption,
      columns: [nameColumn('Operation'), ...directories.map((directory) => numberColumn(titleOf(directory)))],
      rows: names.map((name) => [
        name,
        ...directories.map((directory) => {
          const operation = find(directory, name)
          return operation ? figure(operation) : '–'
        }),
      ]),
    }),
  )
  const shapes = directories.map(
    (directory): Table => ({
      caption: `What was executed, and its rows: ${titleOf(directory)}`,
      columns: [nameColumn('Operation'), textColumn('Reads and sorts')],
      rows: directory.operations.map(({ name, statement }) => [name, statement?.shape ?? '–']),
    }),
  )
  return [
    ...tables.map((table): Block => ({ kind: 'table', table })),
    ...shapes.map(
      (table): Block => ({ kind: 'folded', summary: table.caption, blocks: [{ kind: 'table', table }] }),
    ),
  ]
}

function countTable(directory: ScaledDirectory): Block {
  const { counts } = directory
  const forms = [...new Set(counts.map(({ form }) => form))]
  const conditions = [...new Set(counts.map(({ condition }) => condition))]
  const cell = (condition: string, form: CountForm) =>
    milliseconds(counts.find((each) => each.condition === condition && each.form === form)?.executionMs)
  return {
    kind: 'table',
    table: {
      caption: `Time in the server of a page and its total, ms: ${titleOf(directory)}`,
      columns: [nameColumn('Counted'), numberColumn('Share'), ...forms.map(numberColumn)],
      rows: conditions.map((condition) => [
        condition,
        formatPercent(counts.find((each) => each.condition === condition)?.share ?? 0),
        ...forms.map((form) => cell(condition, form)),
      ]),
    },
  }
}

function randomSection(random: RandomRun): Section {
  return {
    id: 'random',
    title: 'Random operations',
    blocks: [
      {
        kind: 'paragraph',
        text:
          `${countOf(random.operations, 'operation')} with seed ${random.seed} on the largest directory: p50 ` +
          `${formatMs(random.p50Ms)} ms, p99 ${formatMs(random.p99Ms)} ms, maximum ${formatMs(random.maxMs)} ms; ` +
          `${random.pastLimit} took longer than ${MAX_RANDOM_MS} ms, ${random.failed} failed.`,
      },
      {
        kind: 'table',
        table: {
          caption: 'The slowest',
          columns: [numberColumn('ms'), textColumn('Variables')],
          rows: random.slowest.map(({ durationMs, variables }) => [formatMs(durationMs), code(variables)]),
        },
      },
    ],
  }
}

function titleOf({ doctors, indexes }: ScaledDirectory): string {
  return `${formatCount(doctors)}${indexes ? '' : ', no indexes'}`
}

function milliseconds(value: number | null | undefined): string {
  return value == null ? '–' : formatMs(value)
}
