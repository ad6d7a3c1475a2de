/** A piece of a statement's text; white space and comments are none. */
export interface Token {
  kind: 'word' | 'quoted' | 'string' | 'number' | 'placeholder' | 'symbol'
  /** As it was written; of a quoted name, without its quotes. */
  text: string
  /** Whether white space or a comment stands before it. */
  spaced: boolean
}

const SPACE = String.raw`(?:\s+|--[^\n]*|/\*[\s\S]*?(?:\*/|$))+`
/** A backslash escapes only in strings such as `E'…'`. */
const STANDARD_STRING = String.raw`[eE]'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*(?:'|$)|(?:[bBxXnN]|[uU]&)?'[^']*(?:''[^']*)*(?:'|$)`
const MYSQL_STRING = String.raw`[bBxXnN]?'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*(?:'|$)|"[^"\\]*(?:(?:\\[\s\S]|"")[^"\\]*)*"`
const DOLLAR_STRING = String.raw`\$([A-Za-z_]\w*)?\$[\s\S]*?\$\5\$`
const PLACEHOLDER = String.raw`\$\d+|\?\d*|%s\b|%\(\w+\)s|(?<![:\w]):[A-Za-z_]\w*|(?<![:\w]):\d+|(?<!@)@[A-Za-z_]\w*`
const NUMBER = String.raw`(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`
const WORD = String.raw`(?!(?:[eEbBxXnN]|[uU]&)')[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*`
const SYMBOL = String.raw`::|<=|>=|<>|!=|\|\||->>?|#>>?|@>|<@|&&|!~\*?|~\*|[\s\S]`

const STANDARD = tokenPattern(STANDARD_STRING, '"[^"]*(?:""[^"]*)*"')
/** Backticks quote names, so double quotes are strings. */
const MYSQL = tokenPattern(MYSQL_STRING, '`[^`]*`')

/** Its groups are a word, a quoted name, white space, a string and its tag, a placeholder, a number; the rest is a symbol. */
function tokenPattern(string: string, quoted: string): RegExp {
  const kinds = [WORD, quoted, SPACE, `${string}|${DOLLAR_STRING}`, PLACEHOLDER, NUMBER]
  return new RegExp(`${kinds.map((kind) => `(${kind})`).join('|')}|${SYMBOL}`, 'y')
}

/** Splits a statement of any SQL dialect into tokens. Every text can be split, whether or not it is SQL. */
export function tokenise(text: string): Token[] {
  const pattern = text.includes('`') ? MYSQL : STANDARD
  const isNumbered = /\$\d/.test(text)
  const tokens: Token[] = []
  let spaced = false
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [symbol, word, quoted, space, string, , placeholder, number] = match
    if (word !== undefined) tokens.push({ kind: 'word', text: word, spaced })
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.slice(1, -1), spaced })
    else if (string !== undefined) tokens.push({ kind: 'string', text: string, spaced })
    else if (placeholder !== undefined) {
      const following = text.slice(pattern.lastIndex, pattern.lastIndex + 8)
      const kind = isOperator(placeholder, following, isNumbered) ? 'symbol' : 'placeholder'
      tokens.push({ kind, text: placeholder, spaced })
    } else if (number !== undefined) tokens.push({ kind: 'number', text: number, spaced })
    else if (space === undefined) tokens.push({ kind: 'symbol', text: symbol, spaced })
    spaced = space !== undefined
  }
  return text.includes('[') ? withBracketedNames(tokens) : tokens
}

/** In PostgreSQL `?`, `?|` and `?&` are operators of JSON documents. */
function isOperator(placeholder: string, following: string, isNumbered: boolean): boolean {
  return placeholder === '?' && (isNumbered || /^[|&]|^\s*('|array\b)/i.test(following))
}

/** After these, a bracket cannot index an array, so it quotes a name. */
const BEFORE_NAMES: ReadonlySet<string> = new Set(
  'select distinct from join where and or on by set into update as in . ( ,'.split(' '),
)

/** SQL Server writes names as `[name]`. */
function withBracketedNames(tokens: Token[]): Token[] {
  const joined: Token[] = []
  for (let index = 0; index < tokens.length; index += 1) {
    const [open, name, close] = tokens.slice(index, index + 3)
    if (open === undefined) break
    const quotes = open.text === '[' && name?.kind === 'word' && close?.text === ']'
    if (quotes && BEFORE_NAMES.has(joined.at(-1)?.text.toLowerCase() ?? '')) {
      joined.push({ ...name, kind: 'quoted', spaced: open.spaced })
      index += 2
    } else joined.push(open)
  }
  return joined
}
