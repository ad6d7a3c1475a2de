import type { CpuProfile } from './profile-process.ts'

/** The parts of this server that an operation passes, in their order. */
const LAYERS = [
  'HTTP: bodies, answers, JSON',
  'document, limits and admission',
  'execution: Yoga, Pothos, compiled documents',
  'directory and loaders',
  'driver: statements, rows, sockets to PostgreSQL',
  'observability: metrics, log, timings',
] as const

type Layer = (typeof LAYERS)[number]

const [HTTP, DOCUMENT, EXECUTION, DIRECTORY, DRIVER, OBSERVABILITY] = LAYERS

const GARBAGE = 'garbage collection on the main thread'
const RUNTIME = 'Node.js: promises, timers, events'

/** Which code belongs to which layer; the first that matches decides. */
const CODE: readonly [RegExp, Layer][] = [
  [/\/node_modules\/(prom-client|pino|sonic-boom|@envelop\/prometheus)\//, OBSERVABILITY],
  [/\/src\/(observability\/|log\.ts|http\/answers\/request-log\.ts)/, OBSERVABILITY],
  [/\/node_modules\/(pg|pg-[\w-]+|postgres-[\w-]+|@prisma\/[\w-]+)\//, DRIVER],
  [/\/src\/database\//, DRIVER],
  [/\/node_modules\/dataloader\/|\/src\/directory\//, DIRECTORY],
  [/\/src\/(document|http\/plugins\/execution)\//, DOCUMENT],
  [/\/src\/(http\/|app\.ts|main\.ts)|\/targets\/server\.ts/, HTTP],
  [/\/node_modules\/|\/src\/schema\//, EXECUTION],
]

/** Code of Node.js that nothing above it in the stack accounts for. */
const NODE_HTTP = /^node:(_http|internal\/http)/

type Frame = CpuProfile['nodes'][number]['callFrame']

/**
 * The busy time of a profile by layer in µs, all layers and what belongs to none. A sample counts for the innermost frame
 * of its stack that belongs to a layer: a write to a socket counts for who writes.
 */
export function busyUsByLayer({ nodes, samples, timeDeltas }: CpuProfile): { layer: string; us: number }[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children }) => children.map((child) => [child, id])))
  const layerOfNode = new Map<number, string | undefined>()
  const layerOf = (id: number | undefined): string | undefined => {
    if (id === undefined) return undefined
    if (!layerOfNode.has(id)) {
      const frame = byId.get(id)?.callFrame
      layerOfNode.set(id, (frame && ownLayer(frame)) ?? layerOf(parents.get(id)))
    }
    return layerOfNode.get(id)
  }
  const us = new Map<string, number>([...LAYERS, GARBAGE, RUNTIME].map((layer) => [layer, 0]))
  for (const [index, id] of samples.entries()) {
    const frame = byId.get(id)?.callFrame
    if (frame === undefined || frame.functionName === '(idle)') continue
    const layer = layerOf(id) ?? (NODE_HTTP.test(frame.url) ? HTTP : RUNTIME)
    us.set(layer, (us.get(layer) ?? 0) + (timeDeltas[index] ?? 0))
  }
  return [...us].map(([layer, total]) => ({ layer, us: total }))
}

function ownLayer({ functionName, scriptId, url }: Frame): string | undefined {
  if (functionName === '(garbage collector)') return GARBAGE
  // Native code has no script, and code that was compiled from a text has no file.
  if (url === '') return scriptId === '0' ? undefined : EXECUTION
  return CODE.find(([pattern]) => pattern.test(url))?.[1]
}
