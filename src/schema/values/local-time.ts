import { GraphQLError, type ValueNode, valueFromASTUntyped } from 'graphql'
import { BadInput } from '../../directory/bad-input.ts'
import { MINUTES_PER_DAY } from '../../directory/week-ring.ts'
import { builder } from '../builder.ts'
import { BAD_USER_INPUT } from '../error-code.ts'

export const LocalTime = builder.scalarType('LocalTime', {
  description:
    'Local time of day at the hospital, on a 24-hour clock: `HH:MM`, from `00:00` to `23:59`. ' +
    'It is a time string of HTML without seconds, as `<input type="time">` has it.',
  specifiedByURL: 'https://html.spec.whatwg.org/multipage/common-microsyntaxes.html#times',
  serialize: (minute) => formatLocalTime(minute),
  parseValue: (value) => parseLocalTime(value),
  parseLiteral: (node) => parseLocalTime(valueFromASTUntyped(node), node),
})

/** Each time of day, by its minute: a page has a hundred of them. */
const TIMES = Array.from({ length: MINUTES_PER_DAY }, (_, minute) => {
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  return `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`
})

/** The time of day of a minute. From 1440 on it is a time of the next day. */
function formatLocalTime(minute: number): string {
  const time = TIMES[minute % MINUTES_PER_DAY]
  if (time === undefined) throw new Error(`expected a minute of a day, got ${minute}`)
  return time
}

/** @param node the literal that has the value, if it is not of a variable. */
function parseLocalTime(value: unknown, node?: ValueNode): number {
  const [, hours, minutes] = (typeof value === 'string' && /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value)) || []
  if (hours === undefined || minutes === undefined) {
    const { message } = new BadInput('a LocalTime "HH:MM" from 00:00 to 23:59', { value })
    throw new GraphQLError(message, { nodes: node, extensions: { code: BAD_USER_INPUT } })
  }
  return Number(hours) * 60 + Number(minutes)
}
