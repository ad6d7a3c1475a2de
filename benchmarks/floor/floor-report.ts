import {
  nameColumn,
  numberColumn,
  type ReportDocument,
  type Section,
  type Table,
  textColumn,
} from '../report/document/document.ts'
import { countOf, formatCount, machineText } from '../report/document/text.ts'
import { COMPARED, OPERATION_TITLES } from '../targets/contenders/operations.ts'
import { type CostRatio, costGoals, costRatio, isMet, roundsOf } from './cost-ratios.ts'
import { floorChart } from './floor-chart.ts'
import type { FloorResult } from './floor-result.ts'

const FLOOR = 'floor'

/** The report of a floor run: what an operation costs, beside other servers of the same data. */
export function floorDocument(result: FloorResult): ReportDocument {
  const { machine, settings, versions, startedAt, leftOut } = result
  return {
    title: 'CPU time of the server for one operation',
    source: `${startedAt.slice(0, 10)}, ${machineText(machine)}, PostgreSQL ${versions.postgresql}`,
    subtitle: `${formatCount(settings.doctors)} doctors, ${countOf(settings.connections, 'connection')}, ${countOf(settings.rounds, 'round')} of processes that have answered ${formatCount(settings.warmUp)} requests; Node.js ${versions.node}, PostgreSQL ${versions.postgresql}, ${machineText(machine)}; ${startedAt.slice(0, 10)}`,
    warnings: leftOut,
    sections: [
      {
        id: 'goals',
        title: 'Goals',
        blocks: [
          { kind: 'table', table: goalTable(result) },
          { kind: 'chart', chart: floorChart(result) },
        ],
      },
      {
        id: 'costs',
        title: 'Cost',
        gist: 'CPU time for each operation in µs',
        blocks: COMPARED.map((operation) => ({ kind: 'table', table: costTable(result, operation) })),
      },
      ...connectionSection(result),
      {
        id: 'throughput',
        title: 'Throughput',
        gist: 'requests per second of many clients',
        blocks: [{ kind: 'table', table: throughputTable(result) }],
      },
      {
        id: 'layers',
        title: 'Layers',
        gist: 'where the CPU time of this server goes',
        blocks: [{ kind: 'table', table: layerTable(result) }],
      },
      startSection(result),
    ],
  }
}

const times = (ratio: CostRatio | undefined) => (ratio === undefined ? '' : ratio.mean.toFixed(2))
const interval = (ratio: CostRatio | undefined) =>
  ratio === undefined ? '' : `${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)}`

function goalTable(result: FloorResult): Table {
  return {
    caption: 'A page is that of 10 doctors with both relations and the total',
    columns: [
      nameColumn('Goal'),
      numberColumn('bound'),
      numberColumn('measured'),
      // Before the interval, which a narrow page cuts.
      textColumn(''),
      numberColumn('95 % interval'),
    ],
    rows: costGoals(result).map((goal) => [
      goal.goal,
      `${goal.bound} ${goal.value}`,
      goal.ratio?.mean.toFixed(3) ?? '',
      VERDICTS.get(isMet(goal)) ?? '',
      interval(goal.ratio),
    ]),
  }
}

const VERDICTS = new Map([
  [true, 'met'],
  [false, 'not met'],
  [undefined, 'not measured'],
])

function costTable(result: FloorResult, operation: (typeof COMPARED)[number]): Table {
  const { connections } = result.settings
  return {
    caption: OPERATION_TITLES[operation],
    columns: [
      nameColumn('Server'),
      numberColumn('µs'),
      numberColumn('× floor'),
      numberColumn('95 % interval'),
    ],
    rows: result.contenders.flatMap(({ name, title }) => {
      const of = { contender: name, operation, connections }
      const rounds = roundsOf(result, of)
      if (rounds === undefined) return []
      const ratio = name === FLOOR ? undefined : costRatio(result, of, FLOOR)
      return [[title, median(rounds).toFixed(0), times(ratio), interval(ratio)]]
    }),
  }
}

/** This server and the floors by number of connections; nothing if there was one number only. */
function connectionSection(result: FloorResult): Section[] {
  const { connections, otherConnections } = result.settings
  if (otherConnections.length === 0) return []
  const numbers = [connections, ...otherConnections].toSorted((a, b) => a - b)
  const row = (name: string, title: string) =>
    numbers.flatMap((count) => {
      const of = { contender: name, operation: 'page' as const, connections: count }
      const rounds = roundsOf(result, of)
      if (rounds === undefined) return []
      return [
        [
          title,
          String(count),
          median(rounds).toFixed(0),
          times(costRatio(result, of, FLOOR)),
          interval(costRatio(result, of, FLOOR)),
        ],
      ]
    })
  const table: Table = {
    caption: OPERATION_TITLES.page,
    columns: [
      nameColumn('Server'),
      numberColumn('connections'),
      numberColumn('µs'),
      numberColumn('× floor'),
      numberColumn('95 % interval'),
    ],
    rows: result.contenders
      .filter(({ name }) =>
        numbers.every((count) =>
          roundsOf(result, { contender: name, operation: 'page', connections: count }),
        ),
      )
      .flatMap(({ name, title }) => row(name, title)),
  }
  return [
    {
      id: 'connections',
      title: 'Connections',
      gist: 'this server and the floors by number of connections',
      blocks: [{ kind: 'table', table }],
    },
  ]
}

function throughputTable({ contenders, throughput }: FloorResult): Table {
  return {
    caption: `50 clients, ${OPERATION_TITLES['many-pages']}`,
    columns: [nameColumn('Server'), numberColumn('requests per second')],
    rows: throughput.map(({ contender, roundsPerSecond }) => [
      contenders.find(({ name }) => name === contender)?.title ?? contender,
      formatCount(Math.round(median(roundsPerSecond))),
    ]),
  }
}

/**
 * A profile counts the time in which the thread was busy. On a machine with other work that includes waiting for a core, so
 * its shares are applied to the CPU time of the operating system, and what they add up to is shown beside it.
 */
function layerTable({ layers: budget }: FloorResult): Table {
  const { layers, waitedUs, mainThreadUs, otherThreadsUs } = budget
  const sum = layers.reduce((total, { us }) => total + us, 0)
  const busyUs = sum - waitedUs
  const share = (us: number) => (sum === 0 ? 0 : us / sum)
  return {
    caption: `Where this server's CPU time goes, with ten connections: ${OPERATION_TITLES.page}`,
    columns: [nameColumn('Layer'), numberColumn('µs'), numberColumn('share')],
    rows: [
      ...layers.map(({ layer, us }) => [
        layer,
        (share(us) * mainThreadUs).toFixed(0),
        formatShare(share(us)),
      ]),
      ['CPU time of the main thread', mainThreadUs.toFixed(0), '100 %'],
      [
        `the profile before it is scaled to that: ${agreement(busyUs / mainThreadUs)}`,
        busyUs.toFixed(0),
        formatShare(busyUs / mainThreadUs),
      ],
      ['in the profile the thread waited for a core, besides', waitedUs.toFixed(0), ''],
      ['other threads: garbage collection, compilation', otherThreadsUs.toFixed(0), ''],
    ],
  }
}

const formatShare = (share: number) => `${(share * 100).toFixed(0)} %`

/** A budget adds up if its parts are within a tenth of the whole. */
function agreement(share: number): string {
  if (Math.abs(share - 1) <= 0.1) return 'they agree within 10 %'
  return share > 1
    ? 'more than 110 %, the profiler took a part itself'
    : 'less than 90 %, the profile missed a part'
}

function startSection({ contenders, starts, growth }: FloorResult): Section {
  const titleOf = (name: string) => contenders.find((contender) => contender.name === name)?.title ?? name
  const start: Table = {
    caption: 'From the start of the process to its first answer, and its memory at the end of a round',
    columns: [
      nameColumn('Server'),
      numberColumn('first answer'),
      numberColumn('resident memory'),
      numberColumn('after operations'),
    ],
    rows: starts.map(({ contender, firstAnswerMs, residentMb, operations }) => [
      titleOf(contender),
      `${median(firstAnswerMs).toFixed(0)} ms`,
      `${median(residentMb).toFixed(0)} MB`,
      formatCount(operations),
    ]),
  }
  const memory: Table[] =
    growth === null
      ? []
      : [
          {
            caption: 'Resident memory of one process of this server',
            columns: [numberColumn('Operations'), numberColumn('MB')],
            rows: growth.map(({ operations, residentMb }) => [
              formatCount(operations),
              residentMb.toFixed(0),
            ]),
          },
        ]
  return {
    id: 'start',
    title: 'Start and memory',
    gist: 'time to the first answer, resident memory',
    blocks: [start, ...memory].map((table) => ({ kind: 'table', table })),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}
