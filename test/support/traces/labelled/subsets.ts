import { type Draft, each, request } from '../draft-trace.ts'
import { type LabelledTrace, loop } from './labelled-trace.ts'

const COMMENTS = 'select * from comment where post_id = $1'

/** Loops over some of the rows, or over more than the rows of one statement. No trace here has paths. */
export const SUBSETS: LabelledTrace[] = [
  {
    name: 'a viewer looked up by the same text before the list',
    lines: [request([user(900), posts(4, { authors: [11, 12, 13, 14] }), ...[11, 12, 13, 14].map(user)])],
    truth: [loop('user', null)],
  },
  {
    name: 'a viewer looked up by the same text after the list, without result rows',
    lines: [request([posts(6), ...[900, 11, 12, 13, 14, 15, 16].map(user)])],
    truth: [loop('user', null)],
  },
  {
    name: 'an identity map: twelve posts of four authors',
    lines: [request([posts(12, { authors: [21, 22, 23, 24] }), ...[21, 22, 23, 24].map(user)])],
    truth: [loop('user', null)],
  },
  {
    name: 'a loop that ends early',
    lines: [request([posts(20), ...each(7, (id) => comments(100 + id))])],
    truth: [loop('comments', null)],
  },
  {
    name: 'a condition: comments only of the posts that have some',
    lines: [
      request([
        posts(10, { rows: each(10, (id) => ({ id: 100 + id, has_comments: id % 3 === 0 })) }),
        ...[103, 106, 109].map((id) => comments(id)),
      ]),
    ],
    truth: [loop('comments', null)],
  },
  {
    name: 'null keys: three of five posts have an editor',
    lines: [
      request([
        posts(5, { rows: [71, null, 72, null, 73].map((editor_id, index) => ({ id: index, editor_id })) }),
        ...[71, 72, 73].map(user),
      ]),
    ],
    truth: [loop('user', null)],
  },
  {
    name: 'the list ran twice, the loop once',
    lines: [request([posts(6), posts(6), ...each(6, (id) => comments(100 + id))])],
    truth: [{ kind: 'repeated', statement: 'posts', path: null }, loop('comments', null)],
  },
  {
    name: 'two forms of a statement by turns',
    lines: [
      request([
        posts(8),
        ...each(8, (id) =>
          comments(100 + id, id % 2 === 0 ? {} : { name: 'visible', text: `${COMMENTS} and not hidden` }),
        ),
      ]),
    ],
    truth: [loop('comments', null), loop('visible', null)],
  },
  {
    name: 'two lists through one pattern',
    lines: [
      request([
        posts(3),
        {
          name: 'drafts',
          text: 'select id, title from draft where author_id = $1',
          parameters: [9],
          rowCount: 4,
        },
        ...each(7, (id) => comments(100 + id)),
      ]),
    ],
    truth: [loop('comments', null)],
  },
  {
    name: 'a tree: the group is its own parent',
    lines: [request([branch(1, [2, 3]), branch(2, [4, 5]), branch(4, []), branch(5, []), branch(3, [])])],
    truth: [loop('children', null)],
  },
  {
    name: 'computed keys',
    lines: [
      request([
        posts(6, { rows: each(6, (id) => ({ id, slug: `post-${id}` })) }),
        ...each(6, (id) => ({
          name: 'preview',
          text: 'select * from preview where url = $1',
          parameters: [`https://example.org/posts/post-${id}`],
        })),
      ]),
    ],
    truth: [loop('preview', null)],
  },
  {
    name: 'few look-ups by a foreign key, and no row counts',
    lines: [request([posts(3), ...each(3, (id) => comments(id))].map(asLogged))],
    truth: [loop('comments', null)],
  },
  {
    name: 'many look-ups of one pattern, and no row counts',
    lines: [request(each(8, (id) => user(40 + id)).map(asLogged))],
    truth: [loop('user', null)],
  },
  {
    name: 'many statements of one pattern, and neither row counts nor parameters',
    lines: [request([posts(6), ...each(6, (id) => comments(id))].map(asLogged).map(withoutValues))],
    truth: [loop('comments', null)],
  },
  {
    name: 'a permission check for each document',
    lines: [
      request([
        {
          name: 'documents',
          text: 'select id, title from document',
          rowCount: 4,
          rows: each(4, (id) => ({ id: 5000 + id })),
        },
        ...each(4, (id) => ({
          name: 'permission',
          text: 'select 1 from document_permission where user_id = $1 and document_id = $2',
          parameters: [7, 5000 + id],
        })),
      ]),
    ],
    truth: [loop('permission', null)],
  },
  {
    name: 'a count for each category',
    lines: [
      request([
        { name: 'categories', text: 'select id, name from category', rowCount: 5 },
        ...each(5, (id) => ({
          name: 'count',
          text: 'select count(*) from post where category_id = $1',
          parameters: [id],
        })),
      ]),
    ],
    truth: [loop('count', null)],
  },
  {
    name: 'an insert for each row, with result rows and several values',
    lines: [
      request([
        {
          name: 'cart',
          text: 'select id, sku, amount from cart_item where cart_id = $1',
          parameters: [5],
          rowCount: 3,
          rows: each(3, (id) => ({ id, sku: `sku-${id}`, amount: 2 * id })),
        },
        ...each(3, (id) => ({
          name: 'insert',
          text: 'insert into order_item (order_id, sku, amount, total) values ($1, $2, $3, $4)',
          parameters: [88, `sku-${id}`, 2 * id, 19.5 * id],
        })),
      ]),
    ],
    truth: [loop('insert', null)],
  },
  {
    name: 'an insert for each of three items that a client sent',
    lines: [
      request([
        { name: 'order', text: 'insert into orders (id) values ($1)', parameters: [88] },
        ...each(3, (id) => ({
          name: 'insert',
          text: 'insert into order_item (order_id, sku) values ($1, $2)',
          parameters: [88, `sku-${id}`],
        })),
      ]),
    ],
    truth: [loop('insert', null)],
  },
  {
    name: 'an upsert for each of many items that a client sent',
    lines: [
      request(
        each(9, (id) => ({
          name: 'upsert',
          text: 'insert into stock (sku, amount) values ($1, $2) on conflict (sku) do update set amount = excluded.amount',
          parameters: [`sku-${id}`, id],
        })),
      ),
    ],
    truth: [loop('upsert', null)],
  },
  {
    name: 'an update for each row, values in the text of another dialect',
    lines: [
      request([
        { name: 'users', text: 'SELECT `id` FROM `users` WHERE `active` = 1 LIMIT 0, 50', rowCount: 6 },
        ...each(6, (id) => ({
          name: 'touch',
          text: `UPDATE \`users\` SET \`seen\` = 'now' WHERE \`id\` = ${id}`,
        })),
      ]),
    ],
    truth: [loop('touch', null)],
  },
  {
    name: 'a loop in an operation without a name, beside another that looks up one row',
    lines: [
      request([posts(6), ...each(6, (id) => comments(100 + id))], { operation: null, documentHash: null }),
      request([{ name: 'other', text: 'select * from feed', rowCount: 40 }, comments(3)], {
        operation: null,
        documentHash: null,
        atSecond: 1,
      }),
    ],
    truth: [loop('comments', null)],
  },
]

function comments(postId: number, more: Partial<Draft> = {}): Draft {
  return { name: 'comments', text: COMMENTS, parameters: [postId], rowCount: 2, ...more }
}

function user(id: number): Draft {
  return { name: 'user', text: 'select * from users where id = $1 limit 1', parameters: [id], rowCount: 1 }
}

function posts(rowCount: number, more: Partial<Draft> & { authors?: number[] } = {}): Draft {
  const { authors, ...given } = more
  const rows = authors && each(rowCount, (id) => ({ id, author_id: authors[id % authors.length] }))
  return {
    name: 'posts',
    text: 'select * from posts order by id desc',
    rowCount,
    ...(rows && { rows }),
    ...given,
  }
}

function branch(parentId: number, children: number[]): Draft {
  return {
    name: 'children',
    text: 'select id, parent_id from category where parent_id = $1',
    parameters: [parentId],
    rowCount: children.length,
    rows: children.map((id) => ({ id, parent_id: parentId })),
  }
}

/** As a log has it, which counts no rows. */
function asLogged(draft: Draft): Draft {
  return { ...draft, rowCount: null }
}

function withoutValues(draft: Draft): Draft {
  return { ...draft, hidden: true, parametersHash: '' }
}
