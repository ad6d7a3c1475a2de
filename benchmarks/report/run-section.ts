import type { BenchmarkResult, Checkout, MachineNoise } from '../result.ts'
import { formatMargins } from './comparisons/equivalence-margin.ts'
import { type Block, nameColumn, numberColumn, type Section, type Table } from './document/document.ts'
import {
  code,
  countOf,
  formatCount,
  formatDecimal,
  formatMs,
  formatPercent,
  listOf,
  machineText,
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
    gist: 'Settings, machine, versions, and the command to repeat the run.',
    blocks: [
      { kind: 'paragraph', text: 'Command to repeat the run:' },
      { kind: 'code', language: 'sh', text: result.command },
      { kind: 'terms', terms: [...settingTerms(result), ...machineTerms(result)] },
      ...server,
    ],
  }
}

/** One line for what is passed on without the report. */
export function sourceOf({ startedAt, machine, checkout, settings }: BenchmarkResult): string {
  const commit = checkout === null ? [] : [`commit ${commitText(checkout, 10)}`]
  return [
    `Measured ${startedAt.slice(0, 10)} with ${countOf(settings.doctors, 'doctor')}`,
    machineText(machine),
    ...commit,
  ].join('; ')
}

function commitText({ commit, isDirty }: Checkout, length = commit.length): string {
  return `${commit.slice(0, length)}${isDirty ? ' with changed files' : ''}`
}

function settingTerms({ settings, startedAt, durationSeconds, checkout }: BenchmarkResult) {
  const { doctors, seed, users, visitSeconds, rounds, ratePerSecond, aa, headToHead } = settings
  const load =
    ratePerSecond === null
      ? `${listOf(users.map(formatCount))} users with think time between requests`
      : `${formatDecimal(ratePerSecond)} requests per second (open model)`
  const loadTerms = [
    { term: 'Load', text: load },
    {
      term: 'Rounds',
      text: `${formatCount(rounds)}, with ${formatDecimal(visitSeconds)} s of load on each scenario`,
    },
  ]
  return [
    { term: 'Started', text: `${startedAt.slice(0, 10)} ${startedAt.slice(11, 19)} UTC` },
    { term: 'Duration', text: `${formatCount(Math.round(durationSeconds))} s` },
    { term: 'Data', text: `${countOf(doctors, 'doctor')}, seed ${seed}` },
    ...(headToHead === null
      ? []
      : [
          {
            term: 'Head to head',
            text: `${formatDecimal(headToHead.secondsPerPair)} s for each pair of scenarios, up to ${formatDecimal(headToHead.maxSecondsPerPair)} s for ${countOf(headToHead.wantedBlocks, 'block')} of ${countOf(headToHead.pairsPerBlock, 'pair')} of requests`,
          },
        ]),
    ...(users.length === 0 && ratePerSecond === null ? [] : loadTerms),
    ...(aa ? [{ term: 'A/A', text: 'one scenario compared with itself' }] : []),
    ...(checkout === null ? [] : [{ term: 'Commit', text: commitText(checkout) }]),
    { term: 'Equivalence margin', text: formatMargins(settings) },
  ]
}

function machineTerms({ machine, machineNoise, versions }: BenchmarkResult) {
  const { cpu, cores, memoryBytes, platform } = machine
  return [
    {
      term: 'Machine',
      text: `${cpu}, ${countOf(cores, 'core')}, ${formatDecimal(memoryBytes / BYTES_PER_GIB)} GiB, ${platform}`,
    },
    { term: 'Before the run', text: noiseText(machineNoise) },
    {
      term: 'Versions',
      text: Object.keys(versions)
        .toSorted()
        .map((name) => `${name} ${versions[name]}`)
        .join(', '),
    },
  ]
}

/** What others did on the machine. */
function noiseText({ schedulingLagMs, processStartMs, stealShare, busyShare }: MachineNoise): string {
  const share = (value: number | null) => (value === null ? 'unknown' : formatPercent(value))
  return `a sleeping thread was woken ${formatMs(schedulingLagMs.p99)} ms late (p99), ${formatMs(schedulingLagMs.max)} ms at most; a process started in ${formatMs(processStartMs)} ms; CPU in use ${share(busyShare)}, taken by the hypervisor ${share(stealShare)}`
}

function serverTable({ scenarios }: BenchmarkResult): Table {
  return {
    caption: 'Metrics of the servers of each scenario under load, over all rounds',
    columns: [
      nameColumn('Scenario'),
      ...[
        'Processes',
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
              formatCount(server.servers),
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
