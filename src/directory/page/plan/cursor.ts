import { crc32 } from 'node:zlib'
import { BadInput } from '../../bad-input.ts'
import { isRowId } from '../../row-id.ts'

export type DoctorOrderField = 'NAME' | 'CREATED_AT'
export type OrderDirection = 'ASC' | 'DESC'

/** The sort key, then the id in the same direction, so that the order is total. */
export interface DoctorOrder {
  field: DoctorOrderField
  direction: OrderDirection
}

/** A position in an order: the sort key and the id of the doctor who is, or was, there. */
export interface Position {
  key: string | Date
  id: number
}

const VERSION = 2
const CHECKSUM_BYTES = 4
/** The earliest time of PostgreSQL, in 4714 BC. Its latest is later than that of JavaScript. */
const MIN_TIME_MS = -210_866_803_200_000

/**
 * Writes a position as an opaque cursor: `base64url(checksum + JSON [version, field, direction, key, id])`.
 *
 * It contains the sort key and so survives the deletion of its row. The checksum is not a secret, since a cursor grants
 * nothing that arguments would not; it detects cursors that were truncated, mixed up or edited.
 */
export function encodeCursor(order: DoctorOrder, position: Position): string {
  const key = position.key instanceof Date ? position.key.getTime() : position.key
  const payload = Buffer.from(JSON.stringify([VERSION, order.field, order.direction, key, position.id]))
  return Buffer.concat([checksum(payload), payload]).toString('base64url')
}

/**
 * Reads a cursor of this order.
 *
 * @param argument the name of the argument that it came in, for the message.
 * @throws BadInput if it is malformed, was altered, or belongs to another order.
 */
export function decodeCursor(order: DoctorOrder, cursor: string, argument: string): Position {
  const [version, field, direction, key, id] = readPayload(cursor)
  const position = { key: typeof key === 'number' ? new Date(key) : key, id }
  const madeFor = { field, direction }
  if (version !== VERSION || !isOrder(madeFor) || !isPosition(position, madeFor))
    throw malformed(argument, cursor)
  // Base64 and JSON have many encodings of one value. Only the one that encodeCursor writes is a cursor.
  if (encodeCursor(madeFor, position) !== cursor) throw malformed(argument, cursor)
  if (madeFor.field !== order.field || madeFor.direction !== order.direction) {
    throw new BadInput(`\`${argument}\` to be a cursor of the order ${order.field} ${order.direction}`, {
      description: `one of the order ${madeFor.field} ${madeFor.direction}`,
    })
  }
  return position
}

function readPayload(cursor: string): unknown[] {
  try {
    const payload: unknown = JSON.parse(Buffer.from(cursor, 'base64url').subarray(CHECKSUM_BYTES).toString())
    return Array.isArray(payload) ? payload : []
  } catch {
    return []
  }
}

function isPosition(position: { key: unknown; id: unknown }, order: DoctorOrder): position is Position {
  const { key, id } = position
  const isKey =
    order.field === 'CREATED_AT'
      ? key instanceof Date && key.getTime() >= MIN_TIME_MS
      : typeof key === 'string' && !key.includes('\0') && key.isWellFormed()
  return isKey && isRowId(id)
}

function isOrder(order: { field: unknown; direction: unknown }): order is DoctorOrder {
  const { field, direction } = order
  return (field === 'NAME' || field === 'CREATED_AT') && (direction === 'ASC' || direction === 'DESC')
}

function malformed(argument: string, cursor: string): BadInput {
  return new BadInput(`\`${argument}\` to be a cursor that this API returned`, { value: cursor })
}

function checksum(payload: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(CHECKSUM_BYTES)
  bytes.writeUInt32BE(crc32(payload))
  return bytes
}
