import { BadInput } from '../../directory/bad-input.ts'
import type { DoctorDirectory } from '../../directory/doctor-directory.ts'
import { builder, type RootFields } from '../builder.ts'
import { costs, ONE_ROW, type RootReads } from '../field-cost.ts'
import { decodeGlobalId, type GlobalId, type NodeTypeName } from '../values/global-id.ts'

const MAX_NODE_IDS = 100

export const nodeField = (t: RootFields) =>
  t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Any object by its id; null if it does not exist or is not public.',
    extensions: costs({ reads: () => ONE_ROW }),
    args: {
      id: t.arg.id({
        required: true,
        description: 'The `id` of a Doctor, a Specialization or a PracticeSchedule.',
      }),
    },
    resolve: async (_root, { id }, { directory }) =>
      (await findNodes(directory, [decodeGlobalId(id)])).get(id) ?? null,
  })

export const nodesField = (t: RootFields) =>
  t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description:
      'Objects by their ids, in the order of the ids; null for an id that does not exist or is not public. ' +
      'An invalid id is null too, with an error of its own.',
    extensions: costs({ reads: readsOfNodes, list: 'items' }),
    args: { ids: t.arg.idList({ required: true, description: `At most ${MAX_NODE_IDS} ids.` }) },
    resolve: async (_root, { ids }, { directory }) => {
      if (ids.length > MAX_NODE_IDS) {
        throw new BadInput(`\`ids\` of at most ${MAX_NODE_IDS}`, { description: `${ids.length} ids` })
      }
      const decoded = ids.map(decodeOrError)
      const nodes = await findNodes(
        directory,
        decoded.flatMap((id) => (id instanceof BadInput ? [] : [id])),
      )
      return ids.map((id, index) => {
        const invalid = decoded[index]
        return invalid instanceof BadInput ? invalid : (nodes.get(id) ?? null)
      })
    },
  })

/** A statement for each type of the ids; too many ids are refused and read nothing. */
function readsOfNodes({ ids }: Readonly<Record<string, unknown>>): RootReads {
  const items = Math.min(Array.isArray(ids) ? ids.length : 1, MAX_NODE_IDS)
  return { statements: Math.min(items, Object.keys(findByType).length), rows: items, items }
}

type Node = { id: number } & { __typename: NodeTypeName }

const findByType: Record<
  NodeTypeName,
  (directory: DoctorDirectory, ids: number[]) => Promise<({ id: number } | null)[]>
> = {
  Doctor: (directory, ids) => directory.doctorsByIds(ids),
  Specialization: (directory, ids) => directory.specializationsByIds(ids),
  PracticeSchedule: (directory, ids) => directory.schedulesByIds(ids),
}

/** The nodes that exist and are public, by their global ids. One look-up for each type. */
async function findNodes(
  directory: DoctorDirectory,
  globalIds: readonly GlobalId[],
): Promise<Map<string, Node>> {
  const found = new Map<string, Node>()
  await Promise.all(
    [...Map.groupBy(globalIds, ({ typename }) => typename)].map(async ([typename, same]) => {
      const nodes = await findByType[typename](
        directory,
        same.map(({ rowId }) => rowId),
      )
      for (const [index, { globalId }] of same.entries()) {
        const node = nodes[index]
        if (node) found.set(globalId, { ...node, __typename: typename })
      }
    }),
  )
  return found
}

function decodeOrError(globalId: string): GlobalId | BadInput {
  try {
    return decodeGlobalId(globalId)
  } catch (error) {
    if (error instanceof BadInput) return error
    throw error
  }
}
