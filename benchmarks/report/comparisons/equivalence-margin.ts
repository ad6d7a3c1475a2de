import type { Settings } from '../../result.ts'
import { formatPercent } from '../document/text.ts'

/** A difference head to head counts as none within this share. */
export function headToHeadMargin({ headToHead, equivalenceMargin }: Settings): number {
  return headToHead?.equivalenceMargin ?? equivalenceMargin
}

/** Within which shares a difference counts as none, such as `±1 % head to head, ±5 % under load`. */
export function formatMargins(settings: Settings): string {
  const load = `±${formatPercent(settings.equivalenceMargin)}`
  if (settings.headToHead === null) return load
  return `±${formatPercent(headToHeadMargin(settings))} head to head, ${load} under load`
}
