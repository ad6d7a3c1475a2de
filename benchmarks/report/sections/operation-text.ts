import { ALL_OPERATIONS } from '../../result.ts'
import { code } from '../document/inline-text.ts'

/** An operation under load, or all of them together, as a sentence calls it. */
export function operationText(name: string): string {
  return isOneOperation(name) ? code(name) : 'all operations together'
}

/** Whether a latency is that of one operation, not of all together. */
export function isOneOperation(name: string): boolean {
  return name !== ALL_OPERATIONS
}
