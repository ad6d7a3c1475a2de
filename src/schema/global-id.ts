import { BadInput } from '../directory/bad-input.ts'

const TYPE_NAMES = ['Doctor', 'Specialization', 'PracticeSchedule'] as const
export type NodeTypeName = (typeof TYPE_NAMES)[number]

export const MOST_NODE_IDS = 100

const LARGEST_INT4 = 2 ** 31 - 1

/** `base64("Doctor:1")`. */
export function encodeGlobalId(typename: string, id: number): string {
  return Buffer.from(`${typename}:${id}`).toString('base64')
}

/** @throws BadInput where it is not an id that this API could have returned. */
export function decodeGlobalId(globalId: string): { typename: NodeTypeName; id: string } {
  const [name, number] = Buffer.from(globalId, 'base64').toString().split(':')
  const typename = TYPE_NAMES.find((known) => known === name)
  const id = Number(number)
  const isId = Number.isInteger(id) && id > 0 && id <= LARGEST_INT4
  if (typename === undefined || !isId || encodeGlobalId(typename, id) !== globalId) {
    throw new BadInput('an id that this API returned', globalId)
  }
  return { typename, id: String(id) }
}

/** The number in the id of one type. @throws BadInput where it is the id of another. */
export function decodeIdOf(typename: NodeTypeName, globalId: string): number {
  const decoded = decodeGlobalId(globalId)
  if (decoded.typename !== typename) {
    throw new BadInput(`the id of a ${typename}`, `the id of a ${decoded.typename} (${globalId})`)
  }
  return Number(decoded.id)
}
