import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DEFAULT_DOCUMENT_LIMITS } from '../../src/document/document-limits.ts'
import { createDocumentStore } from '../../src/document/document-store.ts'
import { createSchema } from '../../src/schema/schema.ts'

describe('the store of documents', () => {
  const limits = { ...DEFAULT_DOCUMENT_LIMITS, cacheBytes: 1_000_000 }

  it('keeps nothing of 180 invalid documents of 100 kB', () => {
    const store = createDocumentStore(createSchema(), limits)
    for (let index = 0; index < 180; index += 1) {
      const filling = ` # ${'x'.repeat(99_000)}`
      assert.ok(store.read(`{ unknown${index} }${filling}`).errors.length > 0)
      assert.throws(() => store.read(`{ a${index}${filling}`))
      assert.throws(() => store.read(`{ ${'a '.repeat(45_000)} b${index} }`))
    }
    assert.deepEqual(store.kept, { documents: 0, bytes: 0 })
  })

  it('keeps valid documents up to its bytes, whatever their number and length', () => {
    const store = createDocumentStore(createSchema(), limits)
    for (let index = 0; index < 1000; index += 1) {
      assert.deepEqual(
        store.read(`{ a${index}: __typename } # ${'x'.repeat((index % 50) * 1000)}`).errors,
        [],
      )
      assert.ok(store.kept.bytes <= limits.cacheBytes)
    }
    assert.ok(store.kept.documents > 0)
  })

  it('gives the same document for the same text', () => {
    const store = createDocumentStore(createSchema(), limits)
    const first = store.read('{ __typename }')
    assert.equal(store.read('{ __typename }'), first)
    assert.equal(first.uses, 2)
  })
})
