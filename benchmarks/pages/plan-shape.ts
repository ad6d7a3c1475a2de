import type { PlanNode } from '../targets/explain.ts'

/** The 8 kB blocks that a plan looked at, those of its parts included. */
export function buffersOf(plan: PlanNode): { buffers: number; temporaryBlocks: number } {
  return {
    buffers: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    temporaryBlocks: plan['Temp Read Blocks'] + plan['Temp Written Blocks'],
  }
}

/**
 * What a plan executed, in one line: its reads of tables and indexes with their number of rows, and sorts, in the order
 * in which the plan lists them, such as `doctor_name_idx 11 · sort 11`. Reads of the same kind are added up. What was
 * planned and not executed is left out.
 */
export function shapeOf(plan: PlanNode): string {
  const rows = new Map<string, number>()
  const visit = (node: PlanNode) => {
    for (const child of node.Plans ?? []) visit(child)
    const what = describe(node)
    if (what === undefined || node['Actual Loops'] === 0) return
    rows.set(what, (rows.get(what) ?? 0) + node['Actual Rows'] * node['Actual Loops'])
  }
  visit(plan)
  return [...rows].map(([what, count]) => `${what} ${Math.round(count)}`).join(' · ')
}

function describe(node: PlanNode): string | undefined {
  const index = node['Index Name']
  const table = node['Relation Name']
  if (index !== undefined) return index
  if (node['Node Type'] === 'Bitmap Heap Scan') return undefined
  if (table !== undefined) return `${table} (whole)`
  return /Sort|Hash$|WindowAgg/.test(node['Node Type']) ? node['Node Type'].toLowerCase() : undefined
}
