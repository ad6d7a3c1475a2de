/** Marks what stands in a program, such as a name of a statement, as code: text between backticks. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replace(/\s+/g, ' ').trim()}\``
}

/** Text with code between backticks, as HTML. Nothing in it can become markup. */
export function inlineHtml(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}

/** Text with code between backticks, as one line of Markdown. Nothing in it can become markup. */
export function inlineMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .split(/(`[^`]+`)/)
    .map((part) => (isCode(part) ? part.replaceAll('|', '\\|') : part.replace(/[\\`*_{}[\]<>|#&~]/g, '\\$&')))
    .join('')
}

/** Text without the marks of code: for a drawing, or an attribute. */
export function plainText(text: string): string {
  return text.replaceAll('`', '')
}

/** For the content of an element and for a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Letters, digits and hyphens, for file names and ids. */
export function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'unnamed'
  )
}

function isCode(part: string): boolean {
  return part.length > 2 && part.startsWith('`') && part.endsWith('`')
}
