import type { Machine } from '../../result.ts'

/** Marks an identifier, such as the name of a statement, as code: text between backticks. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replace(/\s+/g, ' ').trim()}\``
}

/** Text without the backticks, for a drawing or an attribute. */
export function plainText(text: string): string {
  return text.replaceAll('`', '')
}

/** Lower-case letters, digits and hyphens, for file names and ids. */
export function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'unnamed'
  )
}

/** Keeps a number and its unit on one line. */
const SPACE = '\u00a0'
/** Keeps an interval on one line. */
const TO = '\u00a0to\u00a0'
const MINUS = '\u2212'

/** A duration in ms to about three significant digits, without the unit. */
export function formatMs(durationMs: number): string {
  if (durationMs >= 100) return formatCount(Math.round(durationMs))
  return durationMs.toFixed(durationMs >= 10 ? 1 : 2)
}

/** A count, such as `1,234`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** A number with at most one decimal place, such as a median of counts. */
export function formatDecimal(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 })
}

/** The size of a share of 1, such as `17 %`: a whole number from 10 % on, one decimal below. */
export function formatPercent(share: number): string {
  return `${percentDigits(share)}${SPACE}%`
}

/** A signed change, such as `−17 %` or `+3.5 %`. */
export function formatChange(change: number): string {
  return `${signed(change)}${SPACE}%`
}

/** The signed interval of a change, such as `−22 to −12 %` or `−2 to +5 %`. */
export function formatChangeInterval(low: number, high: number): string {
  return `${signed(low)}${TO}${signed(high)}${SPACE}%`
}

/** The interval of the size of a change, such as `12 to 22 %`; signed if it includes 0. */
export function formatSizeInterval(low: number, high: number): string {
  if (Math.sign(low) * Math.sign(high) <= 0) return formatChangeInterval(low, high)
  const [min = 0, max = 0] = [Math.abs(low), Math.abs(high)].toSorted((a, b) => a - b)
  return `${percentDigits(min)}${TO}${percentDigits(max)}${SPACE}%`
}

/** `1 statement`, `3 statements`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** The first letter as a capital, for the beginning of a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** A larger change is not worth its digits: nobody compares 1,200 % with 4,000 %. */
const MAX_CHANGE = 10

function signed(change: number): string {
  if (change > MAX_CHANGE) return `over +${percentDigits(MAX_CHANGE)}`
  const digits = percentDigits(change)
  if (digits === '0') return digits
  return `${change < 0 ? MINUS : '+'}${digits}`
}

function percentDigits(share: number): string {
  const percent = Math.abs(share) * 100
  return percent >= 9.95 ? formatCount(Math.round(percent)) : String(Number(percent.toFixed(1)))
}

/** The processor of a machine and how many cores it has. */
export function machineText({ cpu, cores }: Machine): string {
  return `${cpu}, ${countOf(cores, 'core')}`
}
