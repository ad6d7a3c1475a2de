import { type Attack, post } from './attack.ts'
import { documentAttacks } from './document-attacks.ts'
import { requestAttacks } from './request-attacks.ts'

export const ATTACKS: readonly Attack[] = [
  ...documentAttacks.map(({ name, query, variables }) => ({
    name,
    path: '/graphql',
    init: post(JSON.stringify({ query, variables })),
  })),
  ...requestAttacks,
]
