import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { parse, print } from 'graphql'
import { persistDocuments, readPersistedDocuments } from '../../src/document/persisted-documents.ts'
import { readEnvironment } from '../../src/environment.ts'
import { createSchema } from '../../src/schema/schema.ts'
import { startProgram } from '../support/system/program.ts'

const TOTAL = 'query Total { doctors { ...Count } }'
const FRAGMENT = 'fragment Count on DoctorConnection { totalCount }'
const NAME = 'query Name { __typename }'

const folder = await mkdtemp(join(tmpdir(), 'jadwal-'))
after(() => rm(folder, { recursive: true }))
const file = async (name: string, text: string) => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

const documents = persistDocuments(
  [TOTAL, FRAGMENT, NAME].map((text) => parse(text)),
  createSchema(),
)
const [totalId = '', nameId = ''] = Object.keys(documents)

describe('a manifest', () => {
  it('has each operation with the fragments that it uses, by the hash of its printed text', () => {
    const text = print(parse(NAME))
    assert.equal(Object.keys(documents).length, 2)
    assert.equal(documents[createHash('sha256').update(text).digest('hex')], text)
    assert.match(documents[totalId] ?? '', /^query Total.*fragment Count/s)
    assert.equal(nameId, createHash('sha256').update(text).digest('hex'))
  })

  it('is written by npm run persist from files, and read again', async () => {
    const out = join(folder, 'manifest.json')
    const files = [await file('a.graphql', `${TOTAL} ${NAME}`), await file('b.graphql', FRAGMENT)]
    const program = startProgram('src/persist.ts', ['--out', out, ...files], {})
    assert.equal(await program.ended, 0, program.printed())
    assert.deepEqual(await readPersistedDocuments(out), documents)
  })

  it('is refused, with the place, if an operation is not valid', async () => {
    for (const [text, says] of [
      ['{ nothing }', /Cannot query field "nothing"/],
      ['{ doctors {', /Syntax Error/],
      ['query A { __typename } query A { __typename }', /only one operation named "A"/],
    ] as const) {
      const program = startProgram('src/persist.ts', [await file('wrong.graphql', text)], {})
      assert.equal(await program.ended, 1)
      assert.match(program.printed(), says)
      assert.match(program.printed(), /wrong\.graphql:1/)
      assert.doesNotMatch(program.printed(), /^ +at /m)
    }
  })

  it('is refused at the start if it is none', async () => {
    for (const text of ['{', '[]', '{"x":"{ __typename }"}']) {
      await assert.rejects(async () => readPersistedDocuments(await file('m.json', text)), {
        name: 'StartupError',
        message: /^expected PERSISTED_DOCUMENTS to be a file that npm run persist wrote, got "/,
      })
    }
    assert.throws(() => readEnvironment({ PERSISTED_ONLY: '1' }), /expected PERSISTED_DOCUMENTS to be a file/)
  })
})
