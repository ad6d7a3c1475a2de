import type { ClientBase } from 'pg'
import type { Json } from '../support/app/json.ts'

/**
 * Data that says how old it is. Each transaction writes its generation, a number that grows from commit to commit, into
 * the names of all doctors and into all their hours, and changes the number of doctors.
 */
export interface Generations {
  /** Replaces all doctors. */
  fill(session: ClientBase): Promise<void>
  /** Writes the next generation. `hold` is awaited between the statements and before the end. */
  write(session: ClientBase, options: { ends: 'commit' | 'rollback'; hold(): Promise<void> }): Promise<void>
  /** The latest generation that is known to be committed. */
  readonly known: number
  /**
   * What is wrong with the data of an answer, in words; nothing if it is right.
   *
   * @param sentAt what was known when its request was sent.
   * @param isOneSnapshot whether all its parts have to be of one generation.
   */
  judge(data: Json, options: { sentAt: number; isOneSnapshot: boolean }): string[]
}

type State = 'open' | 'committed' | 'rolled back'

export function createGenerations(): Generations {
  const states = new Map<number, State>([[0, 'committed']])
  let latest = 0
  let known = 0
  return {
    get known() {
      return known
    },
    async fill(session) {
      await session.query(
        'truncate doctor, doctor_specialization, practice_schedule restart identity cascade',
      )
      await session.query("insert into doctor (name) select '' || n from generate_series(1, 6) n")
      await session.query(
        'insert into practice_schedule (doctor_id, day_of_week, start_minute, end_minute) select id, 1, 0, 1 from doctor',
      )
      await this.write(session, { ends: 'commit', hold: async () => {} })
    },
    async write(session, { ends, hold }) {
      await session.query('begin')
      // The first write waits for other writers, so that generations are in the order of commits.
      await session.query('update doctor set name = name where false')
      latest += 1
      const generation = latest
      states.set(generation, 'open')
      await session.query("update doctor set name = 'dr. ' || lpad(id::text, 9, '0') || ' g' || $1::int", [
        generation,
      ])
      await hold()
      await session.query(
        generation % 2 === 0
          ? "insert into doctor (name) values ('dr. 00 guest g' || $1::int)"
          : 'delete from doctor where id > 6 and $1::int > 0',
        [generation],
      )
      await session.query(
        'update practice_schedule set start_minute = $1::int % 1000, end_minute = $1::int % 1000 + 1 + $1::int / 1000',
        [generation],
      )
      await hold()
      // From here on it may be seen.
      states.set(generation, ends === 'commit' ? 'committed' : 'rolled back')
      await session.query(ends)
      if (ends === 'commit') known = Math.max(known, generation)
    },
    judge(data, { sentAt, isOneSnapshot }) {
      const seen = generationsOf(data)
      const problems = seen.flatMap((generation) => {
        if (generation < sentAt) return [`generation ${generation} after ${sentAt} was known`]
        const state = states.get(generation)
        return state === 'committed' ? [] : [`generation ${generation}, which is ${state ?? 'unknown'}`]
      })
      const isMixed = new Set(seen).size > 1
      if (isOneSnapshot && isMixed) problems.push(`kept with parts of the generations ${[...new Set(seen)]}`)
      const { totalCount, nodes } = data?.doctors ?? {}
      if (totalCount !== nodes?.length) problems.push(`a total of ${totalCount} for ${nodes?.length} doctors`)
      return [...new Set(problems)]
    },
  }
}

/** The generations of all names and hours in an answer. */
function generationsOf(value: Json): number[] {
  if (typeof value !== 'object' || value === null) return []
  const { name, startTime, endTime } = value
  const ofName = typeof name === 'string' ? /g(\d+)$/.exec(name)?.[1] : undefined
  const start = minuteOf(startTime)
  return [
    ...(ofName === undefined ? [] : [Number(ofName)]),
    ...(startTime === undefined ? [] : [(minuteOf(endTime) - start - 1) * 1000 + start]),
    ...Object.values(value).flatMap(generationsOf),
  ]
}

function minuteOf(time: unknown): number {
  const [hours = 0, minutes = 0] = String(time).split(':').map(Number)
  return hours * 60 + minutes
}
