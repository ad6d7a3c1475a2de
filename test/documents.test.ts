import assert from 'node:assert/strict'
import { existsSync, globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const DOCUMENTS = globSync('{*.md,docs/**/*.md,{src,test,benchmarks,prisma}/**/*.md}', {
  cwd: root,
  exclude: ['**/node_modules/**'],
})

/** Files of worked examples, and one that a command writes. */
const NOT_HERE = new Set([
  'prisma/migrations/20270101000000_room/migration.sql',
  'benchmarks/targets/variants/lazy-schedules.ts',
  'benchmarks/trace-analysis/findings/large-result.ts',
  'benchmarks/report/statements/rows-chart.ts',
  'benchmarks/results/latest/report.html',
])

describe('the documents', () => {
  it('have each command of package.json in the table of the README, and no other', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    const rows = [...readme.matchAll(/^\| `npm (?:run )?([\w:-]+)/gm)].map(([, name]) => name)
    const commands = Object.keys(scripts).filter((name) => name !== 'postinstall')
    assert.deepEqual(rows.toSorted(), commands.toSorted())
  })

  it('show charts that can be read on a dark page, too', async () => {
    const charts = globSync('docs/images/*.svg', { cwd: root })
    assert.ok(charts.length > 0)
    for (const chart of charts) {
      assert.match(await readFile(join(root, chart), 'utf8'), /@media \(prefers-color-scheme: dark\)/, chart)
    }
  })

  for (const document of DOCUMENTS) {
    it(`link to files that exist: ${document}`, async () => {
      const text = await readFile(join(root, document), 'utf8')
      const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link)
      const files = links.filter((link) => !/^[a-z]+:/.test(link))
      const missing = files.filter((link) => !existsSync(join(root, dirname(document), link)))
      assert.deepEqual(missing, [])
    })

    it(`name files that exist: ${document}`, async () => {
      const text = await readFile(join(root, document), 'utf8')
      const named = [...text.matchAll(/`((?:src|test|benchmarks|prisma|docs|\.ci)\/[^`\s]*)`/g)].map(
        ([, name = '']) => name,
      )
      const missing = named.filter((name) => !NOT_HERE.has(name) && !existsSync(join(root, normalize(name))))
      assert.deepEqual(missing, [])
    })
  }
})
