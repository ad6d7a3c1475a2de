import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildSchema, parse } from 'graphql'
import { deprecatedFieldsOf } from '../../src/document/deprecated-fields.ts'

const schema = buildSchema(`
  type Query { doctors(first: Int, page: Int @deprecated): [Doctor!]! }
  type Doctor { name: String! title: String @deprecated(reason: "part of the name") }
`)

const usesOf = (text: string) => deprecatedFieldsOf(schema, parse(text))

describe('the deprecated fields of a document', () => {
  it('are none where nothing deprecated is used', () => {
    assert.deepEqual(usesOf('{ doctors(first: 3) { name __typename } }'), [])
  })

  it('are listed as often as they occur, in fragments too, with deprecated arguments', () => {
    assert.deepEqual(
      usesOf('{ doctors(page: 3) { title again: title ...f } } fragment f on Doctor { title }'),
      [{ type: 'doctors', field: 'page' }, ...Array(3).fill({ type: 'Doctor', field: 'title' })],
    )
  })
})
