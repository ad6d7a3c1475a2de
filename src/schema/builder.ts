import SchemaBuilder from '@pothos/core'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import type { SchemaContext } from './context.ts'
import type PrismaTypes from './generated.ts'
import { getDatamodel } from './generated.ts'
import { decodeGlobalId, encodeGlobalId } from './global-id.ts'
import { findPublicNodes, MOST_NODE_IDS } from './public-nodes.ts'

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
  prisma: { client: (context) => context.prisma, dmmf: getDatamodel() },
  relay: {
    encodeGlobalID: (typename, id) => encodeGlobalId(typename, Number(id)),
    decodeGlobalID: decodeGlobalId,
    idFieldOptions: { description: 'A global id: opaque, and the same for as long as the object is there.' },
    nodeTypeOptions: { description: 'An object that can be fetched again by its id.' },
    nodeQueryOptions: {
      description: 'Any object by its id; null where there is none, or none that is public.',
      args: { id: { description: 'The `id` of a Doctor, a Specialization or a PracticeSchedule.' } },
      resolve: async (_root, { id }, { prisma }) => (await findPublicNodes(prisma, [id]))[0],
    },
    nodesQueryOptions: {
      description: 'Several objects by their ids, in the order of the ids; null where there is none.',
      args: { ids: { description: `At most ${MOST_NODE_IDS} ids.` } },
      resolve: (_root, { ids }, { prisma }) => findPublicNodes(prisma, ids),
    },
    pageInfoTypeOptions: { description: 'Where a page stands among all that matches.' },
    hasNextPageFieldOptions: { description: 'Whether matching doctors come after the last edge.' },
    hasPreviousPageFieldOptions: { description: 'Whether matching doctors come before the first edge.' },
    startCursorFieldOptions: {
      description: 'The cursor of the first edge, for `before`; null on an empty page.',
    },
    endCursorFieldOptions: {
      description: 'The cursor of the last edge, for `after`; null on an empty page.',
    },
    cursorType: 'String',
  },
})

builder.queryType({
  description: 'The public doctor directory. All of it can be read; nothing can be written.',
})
