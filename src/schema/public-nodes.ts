import type { PrismaClient } from '../database/generated/client.ts'
import { BadInput } from '../directory/bad-input.ts'
import { isNodeTypeName, type NodeTypeName } from './global-id.ts'

export const MOST_NODE_IDS = 100

/** A global id, decoded. */
export interface NodeId {
  typename: string
  id: string
}

/** What of each type is public, and nothing else: of inactive doctors neither they nor their hours. */
const findByType: Record<NodeTypeName, (prisma: PrismaClient, ids: number[]) => Promise<{ id: number }[]>> = {
  Doctor: (prisma, ids) => prisma.doctor.findMany({ where: { id: { in: ids }, isActive: true } }),
  Specialization: (prisma, ids) => prisma.specialization.findMany({ where: { id: { in: ids } } }),
  PracticeSchedule: (prisma, ids) =>
    prisma.practiceSchedule.findMany({ where: { id: { in: ids }, doctor: { isActive: true } } }),
}

/**
 * The nodes of these ids, in their order, with null for what is not there: one statement for each type.
 *
 * @throws BadInput where there are more than 100 ids.
 */
export async function findPublicNodes(
  prisma: PrismaClient,
  nodeIds: readonly NodeId[],
): Promise<(object | null)[]> {
  if (nodeIds.length > MOST_NODE_IDS)
    throw new BadInput(`\`ids\` of at most ${MOST_NODE_IDS}`, nodeIds.length)
  const idsByType = Map.groupBy(nodeIds, ({ typename }) => typename)
  const found = new Map<string, object>()
  await Promise.all(
    [...idsByType].map(async ([typename, ids]) => {
      if (!isNodeTypeName(typename)) return
      for (const node of await findByType[typename](
        prisma,
        ids.map(({ id }) => Number(id)),
      )) {
        found.set(`${typename}:${node.id}`, { ...node, __typename: typename })
      }
    }),
  )
  return nodeIds.map(({ typename, id }) => found.get(`${typename}:${id}`) ?? null)
}
