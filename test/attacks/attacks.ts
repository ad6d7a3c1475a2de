import { type Attack, post } from './attack.ts'
import { BOMBS } from './documents/bombs.ts'
import type { DocumentAttack } from './documents/document-attack.ts'
import { FLOODS } from './documents/floods.ts'
import { MALFORMED } from './documents/malformed.ts'
import { requestAttacks } from './request-attacks.ts'

export const DOCUMENT_ATTACKS: readonly DocumentAttack[] = [...BOMBS, ...FLOODS, ...MALFORMED]

export const ATTACKS: readonly Attack[] = [
  ...DOCUMENT_ATTACKS.map(({ name, query, variables }) => ({
    name,
    path: '/graphql',
    init: post(JSON.stringify({ query, variables })),
  })),
  ...requestAttacks,
]
