import * as v from 'valibot'

const Names = v.looseObject({ name: v.string(), pattern: v.string() })
const Estimate = v.union([
  v.looseObject({ value: v.number(), low: v.number(), high: v.number() }),
  v.looseObject({ needed: v.number() }),
])

const Operation = v.looseObject({
  name: v.string(),
  statementsPerRequest: v.looseObject({ median: v.number() }),
  statementsByPageSize: v.array(v.looseObject({ pageSize: v.number(), statements: v.number() })),
  patterns: v.array(Names),
  findings: v.array(
    v.looseObject({ kind: v.string(), degree: v.string(), summary: v.string(), pattern: v.string() }),
  ),
})

const Scenario = v.looseObject({
  name: v.string(),
  timeline: v.array(v.unknown()),
  operations: v.array(Operation),
  load: v.array(v.looseObject({ users: v.number(), operation: v.string(), p50: Estimate, p95: Estimate })),
  validity: v.array(
    v.looseObject({
      users: v.number(),
      rounds: v.number(),
      validRounds: v.number(),
      isValid: v.boolean(),
      lagP99Ms: v.looseObject({ median: v.number(), worst: v.number() }),
      spoiled: v.array(v.looseObject({ round: v.number(), isRepeated: v.boolean() })),
    }),
  ),
})

const Pair = v.looseObject({
  from: v.string(),
  to: v.string(),
  differences: v.array(
    v.looseObject({
      measure: v.string(),
      fromMs: v.number(),
      toMs: v.number(),
      blockLogRatios: v.array(v.number()),
    }),
  ),
  unavailable: v.array(v.looseObject({ measure: v.string(), reason: v.string() })),
})

/** Of a result, what a comparison reads. */
export const ComparableResult = v.looseObject({
  startedAt: v.string(),
  checkout: v.nullable(v.looseObject({ commit: v.string(), isDirty: v.boolean() })),
  machine: v.looseObject({
    cpu: v.string(),
    cores: v.number(),
    platform: v.string(),
    memoryBytes: v.number(),
  }),
  machineNoise: v.looseObject({ problems: v.array(v.string()) }),
  versions: v.record(v.string(), v.string()),
  settings: v.looseObject({
    doctors: v.number(),
    seed: v.number(),
    headToHead: v.nullable(v.looseObject({ pairsPerBlock: v.number() })),
    users: v.array(v.number()),
    rounds: v.number(),
    visitSeconds: v.number(),
    ratePerSecond: v.nullable(v.number()),
    confidence: v.number(),
  }),
  scenarios: v.array(Scenario),
  headToHead: v.array(Pair),
})
