/**
 * The text of a statement with its values replaced by `?`, in one line and without comments. Lists of any length
 * read alike: `in (?, …)`.
 *
 * @param normalised the text with literals replaced by `$1`, `$2` and so on, as libpg-query gives it.
 */
export function statementPattern(normalised: string): string {
  return collapseSpace(withoutComments(normalised))
    .replace(/\$\d+/g, '?')
    .replace(/\bin ?\( ?\?(?: ?, ?\?)* ?\)/gi, 'in (?, …)')
    .replace(/\[ ?\?(?: ?, ?\?)* ?\]/g, '[?, …]')
    .replace(/(\bvalues ?\([^()]*\))(?: ?, ?\([^()]*\))+/gi, '$1, …')
    .replace(/ ?; ?$/, '')
}

/** A text whose runs of white space are one space each. */
export function collapseSpace(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** No literal is left that could hold what looks like a comment; a quoted name may. */
function withoutComments(text: string): string {
  return text.replace(/"[^"]*"|\/\*[\s\S]*?\*\/|--[^\n]*/g, (match) => (match.startsWith('"') ? match : ' '))
}
