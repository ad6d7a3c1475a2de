import { setFlagsFromString } from 'node:v8'
import { LRUCache } from 'lru-cache'
import {
  DATA_VERBS,
  type ParsedStatement,
  type ParseStatement,
  type StatementFacts,
} from './parsed-statement.ts'
import { countCondition, pageConditions } from './select-conditions.ts'
import { statementEffects } from './statement-effects.ts'
import { statementTables } from './statement-tables.ts'
import {
  createTextReader,
  type ReadStatementText,
  type StatementText,
  type TextShape,
} from './statement-text.ts'
import { type Fields, fieldsOf, isFields, listOf, nameParts, textOf } from './syntax-tree.ts'
import { tokenFacts } from './token-facts.ts'
import { positionsBelow, valueSlots } from './value-slots.ts'

// V8 would soon compile the parser's huge functions again, optimised. That takes 3 s and 500 MB, and few texts are
// parsed: whatever differs in its values alone is parsed once. The flag counts where it is set before the import.
setFlagsFromString('--wasm-tiering-budget=2000000000')
const { loadModule, parseSync } = await import('libpg-query')
await loadModule()

/** Programs send few different texts. */
const MAX_TEXTS = 5000
const MAX_TEXT_LENGTH = 20_000

/** A parser that remembers the texts it has read last. */
export function createStatementParser(): ParseStatement {
  const readText = createTextReader()
  const byText = new LRUCache<string, ParsedStatement>({ max: MAX_TEXTS })
  const byShape = new WeakMap<TextShape, StatementFacts>()
  return (text) => {
    const known = byText.get(text)
    if (known !== undefined) return known
    const { key, shape, values } = readAnyText(readText, text)
    const facts = byShape.get(shape) ?? readFacts(shape, text)
    byShape.set(shape, facts)
    const parsed = { ...facts, key, pattern: shape.pattern, values }
    if (text.length <= MAX_TEXT_LENGTH) byText.set(text, parsed)
    return parsed
  }
}

/** A text with millions of quotes is too much for regular expressions; it is no statement then. */
function readAnyText(readText: ReadStatementText, text: string): StatementText {
  try {
    return readText(text)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const pattern = `${text.slice(0, 100)}…`
    return { key: pattern, shape: { pattern, template: '', tokens: [] }, values: [] }
  }
}

/**
 * From the syntax tree of the template; of the text itself where the grammar wants a literal, as in `fetch 10 from
 * c`; or else from the words.
 */
function readFacts({ template, tokens }: TextShape, text: string): StatementFacts {
  const facts = treeFacts(template)
  if (facts !== undefined) return facts
  const { slots, ...others } = tokenFacts(tokens)
  return { ...(treeFacts(text) ?? others), slots }
}

/** Undefined where the text is no SQL, or nested too deeply for the parser's memory or for the stack. */
function treeFacts(text: string): StatementFacts | undefined {
  try {
    const statements = text.trim() === '' ? [] : (parseSync(text).stmts ?? [])
    return factsOf(statements.map(({ stmt }): unknown => stmt).filter(isFields))
  } catch {
    return undefined
  }
}

function factsOf(trees: Fields[]): StatementFacts {
  const tables = statementTables(trees)
  const count = trees.map(countCondition).find((condition) => condition !== undefined)
  return {
    verb: verbOf(trees),
    isParsed: true,
    tables,
    slots: trees.flatMap(valueSlots),
    effects: statementEffects(trees, tables),
    selected: trees.flatMap(selectedColumns),
    limitPosition: positionsBelow([fieldsOf(trees[0], 'SelectStmt').limitCount])[0] ?? null,
    count,
    pages: count === undefined ? trees.flatMap(pageConditions) : [],
  }
}

/** Such as `select` for `{ SelectStmt: … }`. A function that is made for one call is what it is called by. */
function verbOf(trees: Fields[]): string {
  const [first = 'empty', ...others] = trees.map((tree) => {
    const [kind = 'empty'] = Object.keys(tree)
    return kind.replace(/Stmt$/, '').toLowerCase()
  })
  return first === 'createfunction' ? (others.find((verb) => DATA_VERBS.has(verb)) ?? first) : first
}

/** By their own names, and by the names that the statement gives them. */
function selectedColumns(tree: Fields): string[] {
  return listOf(fieldsOf(tree, 'SelectStmt'), 'targetList').flatMap((target) => {
    const { val } = fieldsOf(target, 'ResTarget')
    const own = nameParts(listOf(fieldsOf(val, 'ColumnRef'), 'fields')).at(-1) ?? ''
    return [own, textOf(fieldsOf(target, 'ResTarget'), 'name')].filter((name) => name !== '' && name !== '*')
  })
}
