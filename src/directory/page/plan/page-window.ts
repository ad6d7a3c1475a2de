import { BadInput } from '../../bad-input.ts'
import { type DoctorOrder, decodeCursor, type Position } from './cursor.ts'

export const DEFAULT_PAGE_SIZE = 10
export const MAX_PAGE_SIZE = 100
/** Skipped doctors are read one by one; a cursor is found at once. */
export const MAX_OFFSET = 10_000

/** The paging arguments as a client sends them; null means the same as absent. */
export interface PageArguments {
  first?: number | null | undefined
  after?: string | null | undefined
  last?: number | null | undefined
  before?: string | null | undefined
  offset?: number | null | undefined
}

/** Which part of the matching doctors a page shows: validated, with its cursors decoded. */
export interface PageWindow {
  first: number | undefined
  last: number | undefined
  after: Position | undefined
  before: Position | undefined
  offset: number
}

/**
 * Validates the paging arguments and applies the default page size. Nothing is clamped.
 *
 * @throws BadInput naming the limit.
 */
export function createPageWindow(args: PageArguments, order: DoctorOrder): PageWindow {
  const first = pageSize('first', args.first)
  const last = pageSize('last', args.last)
  const offset = args.offset ?? undefined
  if (offset !== undefined) {
    if (offset < 0 || offset > MAX_OFFSET) {
      throw new BadInput(
        `\`offset\` to be between 0 and ${MAX_OFFSET} (cursors reach every page: \`after\` and \`before\`)`,
        { value: offset },
      )
    }
    for (const other of ['after', 'before', 'last'] as const) {
      if (args[other] != null) throw new BadInput(`\`offset\` without \`${other}\``, { description: 'both' })
    }
  }
  return {
    first: first ?? (last === undefined ? DEFAULT_PAGE_SIZE : undefined),
    last,
    after: args.after == null ? undefined : decodeCursor(order, args.after, 'after'),
    before: args.before == null ? undefined : decodeCursor(order, args.before, 'before'),
    offset: offset ?? 0,
  }
}

function pageSize(name: string, value: number | null | undefined): number | undefined {
  if (value == null) return undefined
  if (value < 0 || value > MAX_PAGE_SIZE) {
    throw new BadInput(`\`${name}\` to be between 0 and ${MAX_PAGE_SIZE}`, { value })
  }
  return value
}

/** How the rows of a window are read: from its near edge, in one direction, no further than necessary. */
export interface PageReading {
  /** Against the order: only for a page given by `last` alone. */
  backwards: boolean
  /** The cursor after which the reading starts, and the one before which it stops. */
  near: Position | undefined
  far: Position | undefined
  skip: number
  take: number
}

export function readingOf(window: PageWindow): PageReading {
  const { first, last, after, before, offset: skip } = window
  return first === undefined && last !== undefined
    ? { backwards: true, near: before, far: after, skip, take: last }
    : { backwards: false, near: after, far: before, skip, take: first ?? DEFAULT_PAGE_SIZE }
}

/** What a reading found: its rows in reading order, one more than `take` if there is one and it was requested. */
export interface RowsRead<Row> {
  rows: Row[]
  /** Whether doctors match at or before the near cursor, or among those skipped. */
  anyBehind: boolean
  /** Whether doctors match at or beyond the far cursor. */
  anyBeyond: boolean
}

export interface CutPage<Row> {
  rows: Row[]
  hasNextPage: boolean
  hasPreviousPage: boolean
}

/**
 * Cuts the page out of what was read, by `EdgesToReturn` of the Relay Cursor Connections specification:
 * cursors first, then `first` from the start, then `last` from the end of what is left.
 *
 * The specification lets a server answer `false` for a page flag that is costly. Here both are exact: whether
 * matching doctors come before the page's first position, and after its last.
 */
export function cutPage<Row>(window: PageWindow, read: RowsRead<Row>): CutPage<Row> {
  const { backwards, take } = readingOf(window)
  const anyAhead = read.rows.length > take || read.anyBeyond
  const rows = read.rows.slice(0, take)
  if (backwards) return { rows: rows.reverse(), hasNextPage: read.anyBehind, hasPreviousPage: anyAhead }
  const dropped = window.last === undefined ? 0 : Math.max(0, rows.length - window.last)
  return { rows: rows.slice(dropped), hasNextPage: anyAhead, hasPreviousPage: read.anyBehind || dropped > 0 }
}
