import { LRUCache } from 'lru-cache'
import type { Value } from './parsed-statement.ts'
import { type Token, tokenise } from './tokens.ts'

/** A statement's text apart from its values. */
export interface StatementText {
  /** Equal for texts that differ in nothing but values, white space, comments and the lengths of their lists. */
  key: string
  shape: TextShape
  values: Value[]
}

/** What is the same in texts that differ in their values alone. */
export interface TextShape {
  /** For people: values are `?`, lists of any length `(?, …)`. */
  pattern: string
  /** For PostgreSQL's parser: `$n` stands for the n-th of the values. */
  template: string
  /** Values are placeholders here. */
  tokens: Token[]
}

/** Takes the values out of a text, be they literals or placeholders of any dialect. */
export type ReadStatementText = (text: string) => StatementText

/** Programs send few different texts, and few different shapes where the values are in the text. */
const MAX_SHAPES = 5000

interface KeyedShape extends TextShape {
  key: string
}

/** A reader that remembers the shapes it has met last, so that most texts are only split into tokens. */
export function createTextReader(): ReadStatementText {
  const shapes = new LRUCache<string, KeyedShape>({ max: MAX_SHAPES })
  return (text) => {
    const tokens = withoutEnd(withMySqlLimit(withSigns(tokenise(text))))
    const { values, places, written } = takeValues(tokens)
    const shape = shapes.get(written) ?? shapeOf(tokens, places, written)
    shapes.set(written, shape)
    return { key: shape.key + placesOf(values), shape, values }
  }
}

/** Stands behind a value whose type is written before it. */
const TYPED = '\u0000'

/** The values, whether each token is one, and the text with `?` instead of them. */
function takeValues(tokens: Token[]): { values: Value[]; places: boolean[]; written: string } {
  const values: Value[] = []
  const places: boolean[] = []
  const names = new Map<string, number>()
  let text = ''
  let previous: Token | undefined
  let type: Token | undefined
  for (const token of tokens) {
    const value = isWidth(token, previous, type) ? undefined : readValue(token, previous, names)
    if (token.spaced && previous !== undefined) text += ' '
    text += value === undefined ? written(token) : isTyped(token, previous) ? `?${TYPED}` : '?'
    if (value !== undefined) values.push(value)
    places.push(value !== undefined)
    type = previous
    previous = token
  }
  return { values, places, written: text }
}

function shapeOf(tokens: Token[], places: boolean[], text: string): KeyedShape {
  const key: string[] = []
  const template: string[] = []
  const valueless: Token[] = []
  let values = 0
  tokens.forEach((token, index) => {
    if (places[index]) {
      values += 1
      key.push('?')
      // A type before its literal, as in `interval '1 day'`, takes no parameter.
      if (isTyped(token, tokens[index - 1])) template.pop()
      template.push(`$${values}`)
      valueless.push({ ...token, kind: 'placeholder', text: '?' })
    } else {
      key.push(keyOf(token))
      template.push(written(token))
      valueless.push(token)
    }
  })
  return {
    key: withCollapsedLists(key.join(' ').replace(CAST, '?')),
    pattern: withShortLists(text.replaceAll(TYPED, '')),
    template: template.join(' '),
    tokens: valueless,
  }
}

function isTyped({ kind }: Token, previous: Token | undefined): boolean {
  return kind === 'string' && previous?.kind === 'word' && TYPES.has(previous.text.toLowerCase())
}

const TYPES: ReadonlySet<string> = new Set([
  'interval',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'json',
  'jsonb',
])

/** The number in `varchar(255)` belongs to the type. */
function isWidth({ kind }: Token, previous: Token | undefined, type: Token | undefined): boolean {
  return kind === 'number' && previous?.text === '(' && type?.kind === 'word' && SIZED_TYPE.test(type.text)
}

const SIZED_TYPE =
  /^(varchar|varying|char|character|bpchar|n?varchar|bit|float|time|timestamp(tz)?|interval)$/i

/** `-5` is one literal, unless something stands before the sign that it is taken from. */
function withSigns(tokens: Token[]): Token[] {
  if (!tokens.some(({ text }) => text === '-')) return tokens
  const signed: Token[] = []
  for (const token of tokens) {
    const sign = signed.at(-1)
    const before = signed.at(-2)
    const isSign = token.kind === 'number' && sign?.kind === 'symbol' && sign.text === '-'
    if (isSign && before?.kind === 'symbol' && !/^[)\]]$/.test(before.text)) {
      signed.splice(-1, 1, { ...token, text: `-${token.text}`, spaced: sign.spaced })
    } else signed.push(token)
  }
  return signed
}

/** `limit 20, 10` is `limit 10 offset 20`. */
function withMySqlLimit(tokens: Token[]): Token[] {
  const at = tokens.findLastIndex(({ kind, text }) => kind === 'word' && text.toLowerCase() === 'limit')
  const [limit, offset, comma, count] = at === -1 ? [] : tokens.slice(at, at + 4)
  if (limit === undefined || offset === undefined || comma?.text !== ',' || count === undefined) return tokens
  const word: Token = { kind: 'word', text: 'offset', spaced: true }
  return tokens.toSpliced(at + 1, 3, count, word, { ...offset, spaced: true })
}

function withoutEnd(tokens: Token[]): Token[] {
  return tokens.at(-1)?.text === ';' ? tokens.slice(0, -1) : tokens
}

const BEFORE_CONSTANTS: ReadonlySet<string> = new Set(['=', '(', ',', '<>', '!='])

function readValue(
  { kind, text }: Token,
  previous: Token | undefined,
  names: Map<string, number>,
): Value | undefined {
  if (kind === 'placeholder') return placeholderValue(text, names)
  if (kind === 'string') return { literal: stringContent(text) }
  if (kind === 'number') return { literal: text }
  const isConstant = kind === 'word' && BEFORE_CONSTANTS.has(previous?.text ?? '')
  return isConstant && /^(null|true|false)$/i.test(text) ? { literal: text.toLowerCase() } : undefined
}

/** Numbered placeholders name a parameter; others take the next; named ones take one for each name. */
function placeholderValue(text: string, names: Map<string, number>): Value {
  const number = /^[$?:](\d+)$/.exec(text)?.[1]
  if (number !== undefined) return { parameter: Number(number) }
  const name = /\w+/.exec(text.replace(/^%s$/, ''))?.[0]
  const key = name ?? `#${names.size}`
  const parameter = names.get(key) ?? names.size + 1
  names.set(key, parameter)
  return name === undefined ? { parameter } : { parameter, name }
}

function stringContent(text: string): string {
  const inside = /^(?:[a-zA-Z]|[uU]&)?(['"])([\s\S]*?)\1?$/.exec(text)
  const [, quote = '', content = text] = inside ?? []
  return quote === '' ? text.replace(/^\$\w*\$|\$\w*\$$/g, '') : content.replaceAll(quote + quote, quote)
}

/** Names that are quoted and would be the same without are the same. */
function keyOf({ kind, text }: Token): string {
  if (kind === 'word') return text.toLowerCase()
  if (kind !== 'quoted') return text
  return /^[a-z_][a-z0-9_]*$/.test(text) ? text : `"${text}"`
}

function written({ kind, text }: Token): string {
  return kind === 'quoted' ? `"${text}"` : text
}

/** The cast of a value, with the value before it. */
const CAST =
  /\?(?: :: (?:"[^"]+"|\w+)(?: \. (?:"[^"]+"|\w+))?(?: precision| varying| with(?:out)? time zone)?(?: \( \?(?: , \?)* \))?(?: \[ \])*)+/g

/** A list has the key of any longer one: it may be the rest of a batch. */
function withCollapsedLists(text: string): string {
  const collapsed = text
    .replace(/\b(in|array) ([([]) \?(?: , \?)+ ([)\]])/g, '$1 $2 ? $3')
    .replace(/(\bvalues? \((?:[^()]|\([^()]*\))*\))(?: , \((?:[^()]|\([^()]*\))*\))+/g, '$1')
    .replace(/((?<= )[\w".]+(?: \. [\w".]+)* (?:=|like|ilike) \?)(?: or \1)+/g, '$1 or …')
  return collapsed.includes(' union ') ? withOneArm(collapsed) : collapsed
}

/** A union of the same SELECT for several keys. */
function withOneArm(text: string): string {
  const arms = text.split(/ union(?: all)? /)
  return new Set(arms).size === 1 ? `${arms[0]} union …` : text
}

function withShortLists(pattern: string): string {
  return pattern
    .replace(/\bin ?\( ?\?(?: ?, ?\?)* ?\)/gi, 'in (?, …)')
    .replace(/\[ ?\?(?: ?, ?\?)* ?\]/g, '[?, …]')
    .replace(/(\bvalues ?\([^()]*\))(?: ?, ?\([^()]*\))+/gi, '$1, …')
}

/** Which parameters stand where, unless they are in order: `a = $2 and b = $1` is not `a = $1 and b = $2`. */
function placesOf(values: Value[]): string {
  const bound = values.flatMap((value) => ('parameter' in value ? value.parameter : []))
  const firsts = [...new Set(bound)]
  const inOrder = firsts.every((parameter, index) => index === 0 || parameter > (firsts[index - 1] ?? 0))
  return inOrder ? '' : ` #${firsts.join(',')}`
}
