import { encodeCursor, type DoctorOrder as Order } from '../directory/cursor.ts'
import type { DoctorPage, Doctor as ListedDoctor } from '../directory/doctor-directory.ts'
import { createPageWindow, DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE } from '../directory/page-window.ts'
import { builder } from './builder.ts'
import { Doctor } from './doctor.ts'
import { DoctorFilter, readFilter } from './doctor-filter.ts'
import { DoctorOrder } from './doctor-order.ts'
import { pageSelectionOf } from './page-selection.ts'

interface Connection {
  order: Order
  page: DoctorPage
}

interface Edge {
  order: Order
  doctor: ListedDoctor
}

const DEFAULT_ORDER: Order = { field: 'NAME', direction: 'ASC' }

const DoctorEdge = builder.objectRef<Edge>('DoctorEdge').implement({
  description: 'A doctor on a page, and the cursor of their place.',
  fields: (t) => ({
    cursor: t.string({
      description:
        'For `after` or `before`. It stays good when the doctor is gone, but only in the order it was made for.',
      resolve: cursorOf,
    }),
    node: t.field({ type: Doctor, description: 'The doctor.', resolve: (edge) => edge.doctor }),
  }),
})

const DoctorConnection = builder.objectRef<Connection>('DoctorConnection').implement({
  description: 'A page of doctors.',
  fields: (t) => ({
    edges: t.field({
      type: [DoctorEdge],
      description: 'The page, with a cursor for each doctor.',
      resolve: edgesOf,
    }),
    nodes: t.field({
      type: [Doctor],
      description: 'The page, without cursors.',
      resolve: (connection) => connection.page.doctors,
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Whether there is more on either side, and the cursors to go on from.',
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
      description:
        'How many doctors match, on all pages together. It costs nothing where it is not selected.',
      resolve: (connection) => selected(connection.page.totalCount),
    }),
  }),
})

builder.queryField('doctors', (t) =>
  t.field({
    type: DoctorConnection,
    description:
      'Doctors who practise at the hospital, a page at a time, by the Relay Cursor Connections specification. ' +
      `Without \`first\` and \`last\` a page holds ${DEFAULT_PAGE_SIZE}.`,
    args: {
      first: t.arg.int({ description: `The first so many after \`after\`: 0 to ${LARGEST_PAGE_SIZE}.` }),
      after: t.arg.string({ description: 'The cursor of the edge that the page comes after.' }),
      last: t.arg.int({ description: `The last so many before \`before\`: 0 to ${LARGEST_PAGE_SIZE}.` }),
      before: t.arg.string({ description: 'The cursor of the edge that the page comes before.' }),
      offset: t.arg.int({
        description:
          'How many to skip, for numbered pages. Goes with `first` alone; cursors are quicker and hold still.',
      }),
      filter: t.arg({ type: DoctorFilter, description: 'Which doctors. Left out: all.' }),
      orderBy: t.arg({ type: DoctorOrder, description: 'In which order. Left out: by name.' }),
    },
    resolve: async (_root, args, context, info) => {
      const order = args.orderBy ?? DEFAULT_ORDER
      const page = await context.directory.listDoctors({
        filter: readFilter(args.filter),
        order,
        window: createPageWindow(args, order),
        selection: pageSelectionOf(info),
      })
      return { order, page }
    },
  }),
)

function edgesOf({ order, page }: Connection): Edge[] {
  return page.doctors.map((doctor) => ({ order, doctor }))
}

function cursorOf({ order, doctor }: Edge): string {
  return encodeCursor(order, { key: order.field === 'NAME' ? doctor.name : doctor.createdAt, id: doctor.id })
}

function endpointCursor(order: Order, doctor: ListedDoctor | undefined): string | null {
  return doctor === undefined ? null : cursorOf({ order, doctor })
}

function selected<Value>(value: Value | undefined): Value {
  if (value === undefined)
    throw new Error('A field of the page was resolved that its statement did not select.')
  return value
}
