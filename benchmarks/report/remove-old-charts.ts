import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes the charts of an earlier report from a folder. Its `report.md` says which they are; no other file is
 * touched, and nothing happens where there was no report.
 */
export async function removeOldCharts(folder: string): Promise<void> {
  const charts = chartNames(await readReport(folder))
  const files = charts.flatMap((name) => [`${name}.svg`, `${name}.png`])
  await Promise.all(files.map((file) => rm(join(folder, file), { force: true })))
}

async function readReport(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, 'report.md'), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

/** The names that charts have, and no others, so that no link leads out of the folder. */
function chartNames(markdown: string): string[] {
  return [...markdown.matchAll(/^!\[.*\]\(([a-z0-9-]+)\.svg\)$/gm)].flatMap(([, name]) => name ?? [])
}
