/** A URL, valid or not, as it may be printed. */
export function withoutPassword(url: string): string {
  return url.replace(/(:\/\/[^@]*?:).*@/, '$1…@')
}
