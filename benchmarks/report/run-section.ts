import type { BenchmarkResult } from '../result.ts'
import { type Block, numbers, type Section, type Table, words } from './document/document.ts'
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

/** What the run was made with and on: enough to do it again. */
export function runSection(result: BenchmarkResult): Section {
  const server: Block[] = result.scenarios.some((scenario) => scenario.server !== null)
    ? [
        { kind: 'heading', text: 'What the servers counted' },
        { kind: 'table', table: serverTable(result) },
      ]
    : []
  return {
    id: 'run',
    title: 'The run',
    blocks: [
      { kind: 'paragraph', text: 'The same again:' },
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
      ? `${listOf(users.map(formatCount))} users who think between requests`
      : `${formatDecimal(ratePerSecond)} requests per second, whatever becomes of those before`
  return [
    { term: 'Started', text: `${startedAt.slice(0, 10)} ${startedAt.slice(11, 19)} UTC` },
    { term: 'Took', text: `${formatCount(Math.round(durationSeconds))} s` },
    { term: 'Data', text: `${countOf(doctors, 'doctor')}, seed ${seed}` },
    { term: 'Load', text: load },
    {
      term: 'Rounds',
      text: `${formatCount(rounds)}, each scenario visited for ${formatDecimal(visitSeconds)} s in each${aa ? '; one scenario against itself (A/A)' : ''}`,
    },
    { term: 'Equivalent within', text: `±${formatPercent(settings.equivalenceMargin)}` },
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
    caption: 'From the metrics of each server, after its load',
    columns: [
      words('Scenario'),
      ...[
        'Requests',
        'Statements',
        'Time in statements (ms)',
        'Event loop delay, p99 (ms)',
        'CPU (s)',
        'Memory (MiB)',
      ].map(numbers),
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
