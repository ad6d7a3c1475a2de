import { BadInput } from '../../directory/bad-input.ts'
import { isRowId } from '../../directory/row-id.ts'

const TYPE_NAMES = ['Doctor', 'Specialization', 'PracticeSchedule'] as const
export type NodeTypeName = (typeof TYPE_NAMES)[number]

/** A global id and what it stands for. `id` is the row's id as text, as the Relay plugin expects it. */
export interface GlobalId {
  globalId: string
  typename: NodeTypeName
  id: string
  rowId: number
}

/** `base64("Doctor:1")`. */
export function encodeGlobalId(typename: string, rowId: number): string {
  // A page has sixty of them, and a buffer for each takes three times as long.
  return btoa(`${typename}:${rowId}`)
}

/** @throws BadInput if it is not an id that this API could have returned. */
export function decodeGlobalId(globalId: string): GlobalId {
  const [name, id = ''] = Buffer.from(globalId, 'base64').toString().split(':')
  const typename = TYPE_NAMES.find((known) => known === name)
  const rowId = Number(id)
  if (typename === undefined || !isRowId(rowId) || encodeGlobalId(typename, rowId) !== globalId) {
    throw new BadInput('an id that this API returned', { value: globalId })
  }
  return { globalId, typename, id, rowId }
}

export const ID_DESCRIPTION = 'Global id: opaque, and stable for as long as the object exists.'

/**
 * The field `id` of a type. The one of the Relay plugin awaits its parent: a page of ten doctors has sixty ids, and the
 * promises for them cost more than the ids.
 */
export function globalIdField(typename: NodeTypeName) {
  return {
    description: ID_DESCRIPTION,
    resolve: ({ id }: { id: number }) => encodeGlobalId(typename, id),
  }
}

/** The row id in a global id of this type. @throws BadInput if it is the id of another type. */
export function decodeIdOf(typename: NodeTypeName, globalId: string): number {
  const decoded = decodeGlobalId(globalId)
  if (decoded.typename !== typename) {
    throw new BadInput(`the id of a ${typename}`, {
      description: `the id of a ${decoded.typename} (${globalId})`,
    })
  }
  return decoded.rowId
}
