import { BadInput } from '../directory/bad-input.ts'

const TYPE_NAMES = ['Doctor', 'Specialization', 'PracticeSchedule'] as const
export type NodeTypeName = (typeof TYPE_NAMES)[number]

const LARGEST_INT4 = 2 ** 31 - 1

export function isNodeTypeName(name: string | undefined): name is NodeTypeName {
  return TYPE_NAMES.some((known) => known === name)
}

/** `base64("Doctor:1")`. */
export function encodeGlobalId(typename: string, id: number): string {
  return Buffer.from(`${typename}:${id}`).toString('base64')
}

/** @throws BadInput where it is not an id that this API could have returned. */
export function decodeGlobalId(globalId: string): { typename: NodeTypeName; id: string } {
  const [name, number] = Buffer.from(globalId, 'base64').toString().split(':')
  const id = Number(number)
  const isId = Number.isInteger(id) && id > 0 && id <= LARGEST_INT4
  if (!isNodeTypeName(name) || !isId || encodeGlobalId(name, id) !== globalId) {
    throw new BadInput('an id that this API returned', globalId)
  }
  return { typename: name, id: String(id) }
}

/** The number in the id of one type. @throws BadInput where it is the id of another. */
export function decodeIdOf(typename: NodeTypeName, globalId: string): number {
  const decoded = decodeGlobalId(globalId)
  if (decoded.typename !== typename) {
    throw new BadInput(`the id of a ${typename}`, `the id of a ${decoded.typename} (${globalId})`)
  }
  return Number(decoded.id)
}
