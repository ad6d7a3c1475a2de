import fc from 'fast-check'
import { type Draft, each, request } from './draft-trace.ts'
import { type Label, type LabelledTrace, loop } from './labelled/labelled-trace.ts'
import { type Feature, features, largest, type Setting, type Timing } from './random-features.ts'

/** Random operations with loops, batches and whatever else, each with what is truly wrong in it. */
export function randomTraces(): fc.Arbitrary<LabelledTrace> {
  const setting = fc.record({
    sizes: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
    withPaths: fc.boolean(),
    readsAhead: fc.boolean(),
    filters: fc.boolean(),
    tracesRows: fc.boolean(),
    hidden: fc.boolean(),
  })
  const timing = fc.record({
    startMs: fc.integer({ min: 10, max: 15 }),
    stepMs: fc.constantFrom(0, 0.25, 1),
    rowsEach: fc.integer({ min: 0, max: 3 }),
  })
  return fc.tuple(setting, fc.array(fc.tuple(features(), timing), { maxLength: 4 })).map(([common, timed]) =>
    trace(
      common,
      timed.filter(([feature]) => feature.isConclusive(common)),
    ),
  )
}

function trace(setting: Setting, timed: [Feature, Timing][]): LabelledTrace {
  const path = (field: string) => (setting.withPaths ? field : null)
  const lines = setting.sizes.map((size, atSecond) => {
    const ids = each(size, (number) => 1000 * (atSecond + 1) + 7 * number)
    const drafts = timed.flatMap(([feature, timing], index) =>
      feature.drafts({ table: `t${index}`, ids, path, ...timing }),
    )
    return request(
      [page(ids, setting, setting.filters && atSecond % 2 === 1), ...drafts].map((draft) => ({
        hidden: setting.hidden,
        ...draft,
      })),
      { atSecond },
    )
  })
  const truth = timed.flatMap(([feature], index): Label[] =>
    feature.loops && largest(setting) > 1 ? [loop(`t${index}`, path(`doctors.nodes.*.t${index}`))] : [],
  )
  return { name: JSON.stringify(setting), lines, truth }
}

function page(ids: number[], { readsAhead, tracesRows, withPaths }: Setting, filtered: boolean): Draft {
  const read = readsAhead ? [...ids, 5] : ids
  return {
    name: 'page',
    text: `select id, name from doctor ${filtered ? 'where is_active' : ''} order by name limit $1`,
    parameters: [read.length],
    rowCount: read.length,
    path: withPaths ? 'doctors' : null,
    ...(tracesRows ? { rows: read.map((id) => ({ rank: 1, id })) } : {}),
  }
}
