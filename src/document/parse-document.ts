import { type DocumentNode, Lexer, parse, Source, TokenKind } from 'graphql'
import type { DocumentLimits } from './document-limits.ts'
import { DOCUMENT_TOO_LARGE, exceeded } from './refusal.ts'

/** Brackets that arguments may nest inside the deepest selection set. */
const NESTED_VALUES = 20

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

/**
 * Parses a text whose tokens and nested brackets are within the limits. The parser recurses with each bracket, so they
 * are counted before it starts.
 *
 * @throws GraphQLError of the syntax, or of a limit.
 */
export function parseDocument(
  text: string,
  limits: Pick<DocumentLimits, 'tokens' | 'depth'>,
): { document: DocumentNode; tokens: number } {
  const source = new Source(text)
  return { tokens: countTokens(source, limits), document: parse(source) }
}

function countTokens(source: Source, limits: Pick<DocumentLimits, 'tokens' | 'depth'>): number {
  const maxNesting = limits.depth + NESTED_VALUES
  const lexer = new Lexer(source)
  let tokens = 0
  let nesting = 0
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    tokens += 1
    if (OPENING.has(kind)) nesting += 1
    else if (CLOSING.has(kind)) nesting -= 1
    if (tokens > limits.tokens) throw tooLarge('tokens', limits.tokens)
    if (nesting > maxNesting) throw tooLarge('nested brackets', maxNesting)
  }
  return tokens
}

function tooLarge(limit: string, max: number) {
  return exceeded({ code: DOCUMENT_TOO_LARGE, limit, max, subject: 'a document' })
}
