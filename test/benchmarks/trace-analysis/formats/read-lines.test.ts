import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { readLines } from '../../../../benchmarks/trace-analysis/formats/read-lines.ts'
import { makeOpenFolder } from '../../../support/system/open-folder.ts'

const folder = await makeOpenFolder()
after(() => rm(folder, { recursive: true }))

async function linesOf(content: string | Buffer): Promise<string[]> {
  const path = join(folder, 'lines')
  await writeFile(path, content)
  const read: string[] = []
  for await (const lines of readLines(path)) read.push(...lines)
  return read
}

describe('the lines of a file', () => {
  /** Chunks of a file end anywhere: within lines, after them, and within characters of several bytes. */
  const LINES = Array.from({ length: 40 }, (_, index) => 'é→𝄞x'.repeat((index * 977) % 40_000))

  it('are the same however long they are and wherever they are cut', async () => {
    assert.deepEqual(await linesOf(`${LINES.join('\n')}\n`), LINES)
    assert.deepEqual(await linesOf(LINES.join('\r\n')), LINES)
  })

  it('are the same where the file is compressed', async () => {
    assert.deepEqual(await linesOf(gzipSync(LINES.join('\n'))), LINES)
    assert.deepEqual(await linesOf(zstdCompressSync(LINES.join('\n'))), LINES)
  })

  it('are none in an empty file, and may be empty', async () => {
    assert.deepEqual(await linesOf(''), [])
    assert.deepEqual(await linesOf('\n\na'), ['', '', 'a'])
  })
})
