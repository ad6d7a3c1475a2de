/**
 * Reads a value as Python's `repr` or Node's `inspect` writes it: numbers, strings, `None`, `null`, tuples, lists,
 * dictionaries, dates, and calls such as `datetime.date(2026, 1, 31)`, which stay text. What was cut out of it is
 * `undefined`.
 *
 * @returns undefined where the text is no such value.
 */
export function parsePythonLiteral(text: string): { value: unknown } | undefined {
  const reader = createReader(text)
  try {
    const value = readValue(reader)
    return { value }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

interface Reader {
  text: string
  at: number
}

function createReader(text: string): Reader {
  return { text, at: 0 }
}

function readValue(reader: Reader): unknown {
  skipSpace(reader)
  const { text, at } = reader
  const char = text[at]
  if (char === '(' || char === '[') return readItems(reader, char === '(' ? ')' : ']')
  if (char === '{') return readEntries(reader)
  if (text.startsWith('...', at)) return skipCut(reader)
  const string = take(reader, /[bBrRuU]{0,2}('(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*")/y)
  if (string !== undefined) return stringValue(string)
  const date = take(reader, /\d{4}-\d\d-\d\dT[\d:.]+Z/y)
  if (date !== undefined) return date
  const number = take(reader, /[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y)
  if (number !== undefined) return Number(number)
  return readName(reader)
}

function readItems(reader: Reader, end: string): unknown[] {
  const items: unknown[] = []
  reader.at += 1
  for (;;) {
    skipSpace(reader)
    if (reader.text[reader.at] === end) break
    items.push(readValue(reader))
    skipComma(reader)
  }
  reader.at += 1
  return items
}

function readEntries(reader: Reader): Record<string, unknown> {
  const entries: Record<string, unknown> = {}
  reader.at += 1
  for (;;) {
    skipSpace(reader)
    if (reader.text[reader.at] === '}') break
    const key = readValue(reader)
    skipSpace(reader)
    if (reader.text[reader.at] === ':') {
      reader.at += 1
      entries[String(key)] = readValue(reader)
    }
    skipComma(reader)
  }
  reader.at += 1
  return entries
}

/** A name stands for a constant, or calls something. */
function readName(reader: Reader): unknown {
  const name = take(reader, /[A-Za-z_][\w.]*|<[^>]*>/y)
  if (name === undefined)
    throw new SyntaxError(`expected a value, got ${reader.text.slice(reader.at, reader.at + 20)}`)
  if (/^(None|null|undefined)$/.test(name)) return null
  if (/^(true|false)$/i.test(name)) return name.toLowerCase() === 'true'
  if (reader.text[reader.at] !== '(') return name
  const start = reader.at
  const [first] = readItems(reader, ')')
  // `Decimal('5')`, `UUID('…')` and the like are written as their text elsewhere.
  return typeof first === 'string' ? first : `${name}${reader.text.slice(start, reader.at)}`
}

/** `... (300 characters truncated) ...` and `... displaying 10 of 100 total bound parameter sets ...`. */
function skipCut(reader: Reader): undefined {
  take(reader, /\.\.\.(?:[^.]*\.\.\.)?/y)
  return undefined
}

function stringValue(literal: string): string | undefined {
  const content = literal.replace(/^[bBrRuU]*['"]|['"]$/g, '')
  if (/ \.\.\. \(\d+ characters truncated\) \.\.\. /.test(content)) return undefined
  return content.replace(/\\(['"\\nrt])/g, (_, escaped: string) => ESCAPED[escaped] ?? escaped)
}

const ESCAPED: Record<string, string> = { n: '\n', r: '\r', t: '\t' }

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0]
  if (found !== undefined) reader.at += found.length
  return found
}

function skipSpace(reader: Reader): void {
  take(reader, /\s+/y)
}

function skipComma(reader: Reader): void {
  skipSpace(reader)
  if (reader.text[reader.at] === ',') reader.at += 1
  else if (reader.at >= reader.text.length)
    throw new SyntaxError('expected the end of a list, got the end of the text')
}
