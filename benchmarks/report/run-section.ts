import type { BenchmarkResult } from '../result.ts'
import { type Block, nameColumn, numberColumn, type Section, type Table } from './document/document.ts'
import {
  code,
  countOf,
  formatCount,
  formatDecimal,
  formatMs,
  formatPercent,
  listOf,
} from './document/text.ts'

const BYTES_PER_GIB = 2 ** 30
const BYTES_PER_MIB = 2 ** 20

/** The settings, machine and versions of the run, and its command: enough to repeat it. */
export function runSection(result: BenchmarkResult): Section {
  const server: Block[] = result.scenarios.some((scenario) => scenario.server !== null)
    ? [
        { kind: 'heading', text: 'Server metrics' },
        { kind: 'table', table: serverTable(result) },
      ]
    : []
  return {
    id: 'run',
    title: 'Run details',
    blocks: [
      { kind: 'paragraph', text: 'Command to repeat the run:' },
      { kind: 'code', language: 'sh', text: result.command },
      { kind: 'terms', terms: [...settingTerms(result), ...machineTerms(result)] },
      ...server,
    ],
  }
}

function settingTerms({ settings, startedAt, durationSeconds }: BenchmarkResult) {
  const { doctors, seed, users, visitSeconds, rounds, ratePerSecond, aa } = settings
  const load =
    ratePerSecond === null
      ? `${listOf(users.map(formatCount))} users with think time between requests`
      : `${formatDecimal(ratePerSecond)} requests per second (open model)`
  return [
    { term: 'Started', text: `${startedAt.slice(0, 10)} ${startedAt.slice(11, 19)} UTC` },
    { term: 'Duration', text: `${formatCount(Math.round(durationSeconds))} s` },
    { term: 'Data', text: `${countOf(doctors, 'doctor')}, seed ${seed}` },
    { term: 'Load', text: load },
    {
      term: 'Rounds',
      text: `${formatCount(rounds)}, with ${formatDecimal(visitSeconds)} s of load on each scenario${aa ? '; one scenario compared with itself (A/A)' : ''}`,
    },
    { term: 'Equivalence margin', text: `±${formatPercent(settings.equivalenceMargin)}` },
  ]
}

function machineTerms({ machine, versions }: BenchmarkResult) {
  const { cpu, cores, memoryBytes, platform } = machine
  return [
    {
      term: 'Machine',
      text: `${cpu}, ${countOf(cores, 'core')}, ${formatDecimal(memoryBytes / BYTES_PER_GIB)} GiB, ${platform}`,
    },
    {
      term: 'Versions',
      text: Object.keys(versions)
        .toSorted()
        .map((name) => `${name} ${versions[name]}`)
        .join(', '),
    },
  ]
}

function serverTable({ scenarios }: BenchmarkResult): Table {
  return {
    caption: 'Metrics of the servers of each scenario under load, over all rounds',
    columns: [
      nameColumn('Scenario'),
      ...[
        'Requests',
        'Statements',
        'Time in statements (ms)',
        'Event loop delay, p99 (ms)',
        'CPU (s)',
        'Memory (MiB)',
      ].map(numberColumn),
    ],
    rows: scenarios.flatMap(({ name, server }) =>
      server === null
        ? []
        : [
            [
              code(name),
              formatCount(server.requests),
              formatCount(server.statements),
              formatMs(server.statementMsTotal),
              server.eventLoopDelayP99Ms === null ? '–' : formatMs(server.eventLoopDelayP99Ms),
              formatDecimal(server.cpuSeconds),
              server.residentMemoryBytes === null
                ? '–'
                : formatCount(Math.round(server.residentMemoryBytes / BYTES_PER_MIB)),
            ],
          ],
    ),
  }
}
