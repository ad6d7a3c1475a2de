import { plainText } from '../../../benchmarks/report/document/text.ts'

/** A text of the report as its reader sees it: without backticks, and with ordinary spaces. */
export function asRead(text: string): string {
  return plainText(text).replaceAll('\u00a0', ' ')
}
