import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { Machine } from '../../result.ts'

export function describeMachine(): Machine {
  const [cpu, ...others] = cpus()
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: others.length + 1,
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
  }
}

const PACKAGES = [
  'graphql',
  'graphql-yoga',
  'graphql-jit',
  '@pothos/core',
  '@prisma/client',
  'dataloader',
  'pg',
]

/** The versions of Node.js, PostgreSQL and the packages that answer an operation. */
export function describeVersions(postgresql: string): Record<string, string> {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  )
  const packages = PACKAGES.map((name) => [name, dependencies[name] ?? 'unknown'])
  return { node: process.versions.node, postgresql, ...Object.fromEntries(packages) }
}
