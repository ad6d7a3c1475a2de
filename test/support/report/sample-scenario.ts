import type {
  Distribution,
  Estimate,
  Finding,
  LoadResult,
  OperationResult,
  PatternResult,
  ScenarioResult,
  TimelineStatement,
} from '../../../benchmarks/result.ts'

const PAGE_SIZES = [1, 10, 50]
const REQUESTS_PER_SIZE = 30
const SECONDS_PER_SAMPLE = 2
const ROUNDS = 6

export interface SampleScenario {
  name: string
  variant: string
  answersBy: string
  indexes: boolean
  perPage: string[]
  perDoctor: string[]
  slowness: number
}

/** The scenarios of the sample. */
export const SCENARIOS: SampleScenario[] = [
  {
    name: 'n-plus-one',
    variant: 'n-plus-one',
    answersBy: 'lazy loads for each doctor',
    indexes: false,
    perPage: ['doctors_count', 'doctors_page'],
    perDoctor: ['specializations_of_doctor', 'schedules_of_doctor'],
    slowness: 2.9,
  },
  {
    name: 'baseline',
    variant: 'count-statement',
    answersBy: 'a separate count, batched loads',
    indexes: false,
    perPage: ['doctors_count', 'doctors_page', 'specializations_by_doctor', 'schedules_by_doctor'],
    perDoctor: [],
    slowness: 1.21,
  },
  {
    name: 'optimised',
    variant: 'production',
    answersBy: 'count(*) over (), batched loads',
    indexes: false,
    perPage: ['doctors_page', 'specializations_by_doctor', 'schedules_by_doctor'],
    perDoctor: [],
    slowness: 1,
  },
  {
    name: 'optimised-indexed',
    variant: 'production',
    answersBy: 'count(*) over (), batched loads',
    indexes: true,
    perPage: ['doctors_page', 'specializations_by_doctor', 'schedules_by_doctor'],
    perDoctor: [],
    slowness: 0.99,
  },
]

/** Their operations: share of the load and base latency. */
export const OPERATIONS = [
  { name: 'browse', share: 0.3, ms: 6.2 },
  { name: 'by-name', share: 0.2, ms: 6.8 },
  { name: 'by-specialty', share: 0.2, ms: 7.1 },
  { name: 'by-hours', share: 0.2, ms: 7.6 },
  { name: 'combined', share: 0.05, ms: 8.3 },
  { name: 'list-specializations', share: 0.05, ms: 2.1 },
]
export const UNPAGED = 'list-specializations'
/** The load is measured for all operations together, then for each. */
export const LOADS = [{ name: 'all', share: 1, ms: 6.6 }, ...OPERATIONS]

const TEXTS: Record<string, string> = {
  doctors_page:
    'select doctor.id, doctor.name from doctor where doctor.is_active order by doctor.name limit $1',
  doctors_count: 'select count(*) from doctor where doctor.is_active',
  specializations_of_doctor:
    'select specialization.id, specialization.name from doctor_specialization link join specialization on specialization.id = link.specialization_id where link.doctor_id = $1',
  schedules_of_doctor: 'select * from practice_schedule where doctor_id = $1 order by day_of_week',
  specializations_by_doctor:
    'select link.doctor_id, specialization.id, specialization.name from doctor_specialization link join specialization on specialization.id = link.specialization_id where link.doctor_id = any($1)',
  schedules_by_doctor: 'select * from practice_schedule where doctor_id = any($1) order by day_of_week',
  specializations: 'select id, name from specialization order by name',
}

/** All results of one scenario at these numbers of users. */
export function sampleScenario(sample: SampleScenario, userCounts: number[]): ScenarioResult {
  const operations = OPERATIONS.map(({ name }) => operation(sample, name))
  const statements = operations.reduce((sum, each) => sum + each.statements, 0)
  return {
    name: sample.name,
    variant: sample.variant,
    answersBy: sample.answersBy,
    indexes: sample.indexes,
    operations,
    tables: ['doctor', 'specialization', 'doctor_specialization', 'practice_schedule'].map((table) => ({
      table,
      reads: operations
        .flatMap(({ patterns }) => patterns)
        .filter(({ pattern }) => new RegExp(`(from|join) ${table}\\b`).test(pattern))
        .reduce((sum, pattern) => sum + pattern.statements, 0),
      writes: 0,
    })),
    load: LOADS.flatMap((each) => userCounts.map((users) => load(sample, each, users))),
    validity: userCounts.map((users) => ({
      users,
      rounds: ROUNDS,
      validRounds: ROUNDS,
      lagP99Ms: { median: 0.3 + users / 40, worst: 0.6 + users / 20 },
      spoiled: [],
      isValid: true,
    })),
    timeline: timeline(sample),
    plans: Object.values(TEXTS).map((pattern) => ({ pattern, plan: planOf(pattern, sample.indexes) })),
    server: {
      servers: ROUNDS,
      cpuSeconds: 18.4,
      requests: 4210,
      statements: statements * 4,
      statementMsTotal: statements * 1.7,
      eventLoopDelayP99Ms: 11.4,
      residentMemoryBytes: 142 * 2 ** 20,
    },
  }
}

/** An invented plan of a statement on its first table. */
function planOf(pattern: string, indexes: boolean): string {
  const table = pattern.match(/from (\w+)/)?.[1] ?? 'doctor'
  const scan = indexes ? `Index Scan using ${table}_pkey on ${table}` : `Seq Scan on ${table}`
  return `Sort\n  Sort Key: ${table}.id\n  ->  ${scan}`
}

function operation(sample: SampleScenario, name: string): OperationResult {
  const sizes = name === UNPAGED ? [] : PAGE_SIZES
  const names = name === UNPAGED ? ['specializations'] : [...sample.perPage, ...sample.perDoctor]
  const countAt = (size: number) => sample.perPage.length + sample.perDoctor.length * size
  const countOf = (statement: string) =>
    name === UNPAGED
      ? REQUESTS_PER_SIZE
      : REQUESTS_PER_SIZE *
        sizes.reduce((sum, size) => sum + (sample.perDoctor.includes(statement) ? size : 1), 0)
  const requests = REQUESTS_PER_SIZE * Math.max(1, sizes.length)
  const statements = names.reduce((sum, statement) => sum + countOf(statement), 0)
  return {
    name,
    requests,
    statementsPerRequest:
      name === UNPAGED
        ? { min: 1, median: 1, max: 1 }
        : { min: countAt(1), median: countAt(10), max: countAt(50) },
    statementsByPageSize: sizes.map((pageSize) => ({ pageSize, statements: countAt(pageSize) })),
    statements,
    reads: statements,
    writes: 0,
    duplicates: sample.perDoctor.length > 0 && name !== UNPAGED ? statements - requests * names.length : 0,
    patterns: names.map(
      (statement, index): PatternResult => ({
        name: statement,
        pattern: TEXTS[statement] ?? statement,
        fingerprint: (0x9e3779b97f4a7c15n * BigInt(index + 1)).toString(16).slice(-16),
        statements: countOf(statement),
        requests,
        share: countOf(statement) / statements,
        p50: 0.42 + 0.11 * index,
        p95: countOf(statement) < 72 ? null : 0.9 + 0.2 * index,
        totalMs: countOf(statement) * 0.5,
      }),
    ),
    findings: name === UNPAGED ? [] : findings(sample, name),
  }
}

function findings(sample: SampleScenario, operationName: string): Finding[] {
  const loops = sample.perDoctor.map((name): Finding => {
    const field = name.startsWith('schedules') ? 'schedules' : 'specializations'
    return {
      kind: 'n-plus-one',
      subkind: 'look-ups',
      degree: 'certain',
      name,
      pattern: TEXTS[name] ?? name,
      summary: `One request of ${operationName} sent 50 statements ${name} with 50 different parameter sets, one for each parent.`,
      fix: 'send one statement for all rows',
      totalMs: 25,
      evidence: {
        statements: 50,
        parameterSets: 50,
        parentPath: `doctors.nodes.*.${field}`,
        requests: 90,
        growth: {
          base: 0,
          perParent: 1,
          points: PAGE_SIZES.map((parents) => ({ parents, statements: parents })),
        },
        source: { pattern: TEXTS.doctors_page ?? '', column: 'id' },
        reasons: ['more statements for more rows'],
      },
    }
  })
  if (sample.name !== 'baseline') return loops
  return [
    {
      kind: 'count-pair',
      subkind: null,
      degree: 'certain',
      name: 'doctors_count',
      pattern: TEXTS.doctors_count ?? '',
      summary: `Each request of ${operationName} counts with doctors_count what the condition of doctors_page selects already.`,
      fix: 'count in the page statement',
      totalMs: 45,
      evidence: {
        statements: 1,
        parameterSets: 1,
        parentPath: 'doctors',
        requests: 90,
        growth: null,
        source: null,
        reasons: ['the same tables, conditions and values'],
      },
    },
  ]
}

function timeline({ perPage, perDoctor }: SampleScenario): TimelineStatement[] {
  const pathOf = (name: string) =>
    name.startsWith('doctors') ? 'doctors' : `doctors.nodes.*.${name.split('_')[0]}`
  let startMs = 0.6
  const statements: TimelineStatement[] = []
  const add = (name: string, gapMs: number) => {
    const durationMs = 0.45 + 0.07 * (name.length % 5)
    statements.push({ name, startMs, durationMs, path: pathOf(name) })
    startMs += gapMs + (perDoctor.includes(name) ? durationMs : 0)
  }
  for (const name of perPage) add(name, name === 'doctors_page' ? 1.1 : 0.08)
  for (let doctor = 0; doctor < 10; doctor++) for (const name of perDoctor) add(name, 0.05)
  return statements
}

function load(
  sample: SampleScenario,
  { name, share, ms }: { name: string; share: number; ms: number },
  users: number,
): LoadResult {
  const samples = Math.round((users * share * 60) / SECONDS_PER_SAMPLE)
  const median = ms * (name === UNPAGED ? 1 : sample.slowness) * (1 + users / 60)
  const width = 0.6 / Math.sqrt(samples)
  const estimate = (factor: number, needed: number): Estimate =>
    samples < needed
      ? { needed }
      : {
          value: median * factor,
          low: median * factor * (1 - width * factor),
          high: median * factor * (1 + 1.2 * width * factor),
        }
  return {
    users,
    operation: name,
    samples,
    errors: 0,
    p50: estimate(1, 6),
    p90: estimate(1.6, 36),
    p95: estimate(1.9, 72),
    p99: estimate(2.6, 368),
    max: median * 3.4,
    naiveP50: median * (1 - users / 400),
    distribution: sampleDistribution(samples, median),
  }
}

/** An invented distribution around a median: skewed, as latencies are. */
export function sampleDistribution(samples: number, median: number): Distribution {
  const skewed = (percent: number) => median * Math.exp(0.5 * Math.sinh((percent - 50) / 25))
  return { samples, percentiles: Array.from({ length: 101 }, (_, percent) => skewed(percent)) }
}
