import type { DoctorPage, Doctor as ListedDoctor } from '../../directory/doctor-directory.ts'
import { encodeCursor, type DoctorOrder as Order } from '../../directory/page/plan/cursor.ts'
import {
  createPageWindow,
  DEFAULT_PAGE_SIZE,
  MAX_OFFSET,
  MAX_PAGE_SIZE,
} from '../../directory/page/plan/page-window.ts'
import { DoctorFilter, readFilter } from '../arguments/doctor-filter.ts'
import { DoctorOrder, readOrder } from '../arguments/doctor-order.ts'
import { builder, type RootFields } from '../builder.ts'
import { costs, type RootReads } from '../field-cost.ts'
import { pageSelectionOf } from '../selection/page-selection.ts'
import { Doctor } from './doctor.ts'

interface Connection {
  order: Order
  page: DoctorPage
}

interface Edge {
  order: Order
  node: ListedDoctor
}

const DoctorEdge = builder.objectRef<Edge>('DoctorEdge').implement({
  description: 'A doctor on a page, with a cursor.',
  fields: (t) => ({
    cursor: t.string({
      description:
        'For `after` or `before`, in the same order. It stays valid after the doctor has been deleted.',
      resolve: cursorOf,
    }),
    node: t.expose('node', { type: Doctor, description: 'The doctor.' }),
  }),
})

const DoctorConnection = builder.objectRef<Connection>('DoctorConnection').implement({
  description: 'A page of doctors.',
  fields: (t) => ({
    edges: t.field({
      type: [DoctorEdge],
      description: 'The doctors of the page, each with a cursor.',
      extensions: costs({ list: 'items' }),
      resolve: edgesOf,
    }),
    nodes: t.field({
      type: [Doctor],
      description: 'The doctors of the page, without cursors.',
      extensions: costs({ list: 'items' }),
      resolve: (connection) => connection.page.doctors,
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Whether there are more pages in either direction, and the cursors to fetch them.',
      resolve: ({ order, page }) => {
        return {
          hasNextPage: page.hasNextPage ?? false,
          hasPreviousPage: page.hasPreviousPage ?? false,
          get startCursor() {
            return endpointCursor(order, page.doctors.at(0))
          },
          get endCursor() {
            return endpointCursor(order, page.doctors.at(-1))
          },
        }
      },
    }),
    totalCount: t.int({
      description: 'Number of matching doctors on all pages together. It is only counted if it is selected.',
      resolve: (connection) => selected(connection.page.totalCount),
    }),
  }),
})

export const doctorsField = (t: RootFields) =>
  t.field({
    type: DoctorConnection,
    description:
      'Doctors who practise at the hospital, one page at a time (Relay Cursor Connections). ' +
      `Without \`first\` and \`last\`, a page has ${DEFAULT_PAGE_SIZE} doctors.`,
    extensions: costs({ reads: readsOfPage }),
    args: {
      first: t.arg.int({ description: `Page size, counted from \`after\` on: 0 to ${MAX_PAGE_SIZE}.` }),
      after: t.arg.string({ description: 'Cursor of the edge that precedes the page.' }),
      last: t.arg.int({ description: `Page size, counted back from \`before\`: 0 to ${MAX_PAGE_SIZE}.` }),
      before: t.arg.string({ description: 'Cursor of the edge that follows the page.' }),
      offset: t.arg.int({
        description:
          `Number of doctors to skip, for numbered pages: 0 to ${MAX_OFFSET}, only with \`first\`. ` +
          'Cursors reach every page, are faster, and stable when doctors are added.',
      }),
      filter: t.arg({ type: DoctorFilter, description: 'Default: all doctors.' }),
      orderBy: t.arg({ type: DoctorOrder, description: 'Default: by name.' }),
    },
    resolve: async (_root, args, context, info) => {
      const order = readOrder(args.orderBy)
      const page = await context.directory.listDoctors({
        filter: readFilter(args.filter),
        order,
        window: createPageWindow(args, order),
        selection: pageSelectionOf(info),
      })
      return { order, page }
    },
  })

/** The rows of the page, and one that tells whether there are more. What is out of range is refused and reads nothing. */
function readsOfPage({ first, last }: Readonly<Record<string, unknown>>): RootReads {
  const sizes = [first, last].flatMap((size) =>
    typeof size === 'number' ? [Math.min(Math.max(size, 0), MAX_PAGE_SIZE)] : [],
  )
  const [read = DEFAULT_PAGE_SIZE] = sizes
  return { statements: 1, rows: read + 1, items: Math.min(read, ...sizes) }
}

function edgesOf({ order, page }: Connection): Edge[] {
  return page.doctors.map((node) => ({ order, node }))
}

function cursorOf({ order, node }: Edge): string {
  return encodeCursor(order, { key: order.field === 'NAME' ? node.name : node.createdAt, id: node.id })
}

function endpointCursor(order: Order, doctor: ListedDoctor | undefined): string | null {
  return doctor === undefined ? null : cursorOf({ order, node: doctor })
}

function selected<Value>(value: Value | undefined): Value {
  if (value === undefined)
    throw new Error('expected the statement of the page to select every field that is resolved')
  return value
}
