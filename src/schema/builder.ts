import SchemaBuilder from '@pothos/core'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import type { SchemaContext } from './context.ts'
import type PrismaTypes from './generated.ts'
import { getDatamodel } from './generated.ts'
import { decodeGlobalId, encodeGlobalId, ID_DESCRIPTION } from './values/global-id.ts'

export const builder = new SchemaBuilder<{
  Context: SchemaContext
  PrismaTypes: PrismaTypes
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
  Scalars: {
    ID: { Input: string; Output: string | number }
    /** A minute of the day, 0 to 1439. */
    LocalTime: { Input: number; Output: number }
  }
}>({
  plugins: [RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  prisma: { client: refuseClient, dmmf: getDatamodel() },
  relay: {
    encodeGlobalID: (typename, id) => encodeGlobalId(typename, Number(id)),
    decodeGlobalID: decodeGlobalId,
    idFieldOptions: { description: ID_DESCRIPTION },
    nodeTypeOptions: { description: 'An object that can be fetched again by its `id`.' },
    // See node.ts: theirs fetch one node at a time, and fail as a whole for one bad id.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    pageInfoTypeOptions: { description: 'The position of a page within all matching doctors.' },
    hasNextPageFieldOptions: { description: 'Whether matching doctors follow the last edge.' },
    hasPreviousPageFieldOptions: { description: 'Whether matching doctors precede the first edge.' },
    startCursorFieldOptions: {
      description: 'Cursor of the first edge, for `before`; null on an empty page.',
    },
    endCursorFieldOptions: {
      description: 'Cursor of the last edge, for `after`; null on an empty page.',
    },
    cursorType: 'String',
  },
})

/** What makes the fields of `Query`. */
export type RootFields = Parameters<Parameters<typeof builder.queryFields>[0]>[0]

/** The plugin gives us types, not data: whatever it would load by itself has to come from the directory. */
function refuseClient(): never {
  throw new Error('expected all data to come from the DoctorDirectory, got a field that loads through Prisma')
}
