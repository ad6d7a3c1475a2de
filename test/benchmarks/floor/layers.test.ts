import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { describe, it } from 'node:test'
import { busyUsByLayer } from '../../../benchmarks/floor/layers.ts'
import type { CpuProfile } from '../../../benchmarks/floor/profile-process.ts'

/** A profile of stacks, each a list of `function url` from the outside in, with the µs that were spent in its last frame. */
function profileOf(stacks: readonly { frames: readonly string[]; us: number }[]): CpuProfile {
  const nodes: CpuProfile['nodes'] = [node(1, '(root)')]
  const samples: number[] = []
  for (const { frames } of stacks) {
    let parent = nodes[0]
    for (const frame of frames) {
      const child = node(nodes.length + 1, frame)
      parent?.children.push(child.id)
      nodes.push(child)
      parent = child
    }
    samples.push(parent?.id ?? 1)
  }
  return { nodes, samples, timeDeltas: stacks.map(({ us }) => us) }
}

function node(id: number, frame: string): CpuProfile['nodes'][number] {
  const [, functionName = '', url = ''] = /^(.*?)(?: (\S*:\S+))?$/.exec(frame) ?? []
  const isNative = url === '' && !functionName.startsWith('compiled')
  return { id, callFrame: { functionName, url, scriptId: isNative ? '0' : '7' }, children: [] }
}

const busy = (profile: CpuProfile) => busyUsByLayer(profile).filter(({ us }) => us > 0)
const layerOf = (...frames: string[]) => busy(profileOf([{ frames, us: 1 }]))[0]?.layer.split(':')[0]

describe('the layer of a sample', () => {
  it('is that of the innermost frame with a layer', () => {
    const listener = 'answer file:///x/src/http/connections/request-listener.ts'
    assert.equal(layerOf(listener), 'HTTP')
    assert.equal(layerOf(listener, 'query file:///x/node_modules/pg/lib/client.js'), 'driver')
    assert.equal(layerOf(listener, 'resolve file:///x/src/schema/types/doctor.ts'), 'execution')
  })

  it('is that of the caller for code of Node.js: a write counts for who writes', () => {
    const write = ['writeGeneric node:internal/stream_base_commons', 'writev']
    assert.equal(layerOf('query file:///x/node_modules/pg/lib/client.js', ...write), 'driver')
    assert.equal(layerOf('send file:///x/src/http/connections/request-listener.ts', ...write), 'HTTP')
    assert.equal(layerOf('flush file:///x/node_modules/sonic-boom/index.js', ...write), 'observability')
  })

  it('is known for every room of the source and for compiled documents', () => {
    const layerOfFile = (path: string) => {
      assert.ok(existsSync(path), path)
      return layerOf(`f file:///x/${path}`)
    }
    assert.equal(layerOfFile('src/document/cost/operation-cost.ts'), 'document, limits and admission')
    assert.equal(layerOfFile('src/http/plugins/execution/use-admission.ts'), 'document, limits and admission')
    assert.equal(layerOfFile('src/http/plugins/results/use-response-limit.ts'), 'HTTP')
    assert.equal(layerOfFile('src/http/answers/direct-operations.ts'), 'HTTP')
    assert.equal(layerOfFile('src/directory/loaders.ts'), 'directory and loaders')
    assert.equal(layerOfFile('src/database/statements/run-statements.ts'), 'driver')
    assert.equal(layerOfFile('src/http/answers/request-log.ts'), 'observability')
    assert.equal(layerOf('compiledHandler'), 'execution')
    assert.equal(layerOf('parserOnIncoming node:_http_server'), 'HTTP')
    assert.equal(layerOf('runMicrotasks'), 'Node.js')
  })
})

describe('the layers of a profile', () => {
  it('add up to its busy time', () => {
    const profile = profileOf([
      { frames: ['f file:///x/src/schema/types/doctor.ts'], us: 30 },
      { frames: ['(idle)'], us: 1000 },
      { frames: ['(garbage collector)'], us: 5 },
      { frames: ['f file:///x/src/schema/types/doctor.ts', 'slice'], us: 12 },
      { frames: ['processTicksAndRejections node:internal/process/task_queues'], us: 3 },
    ])
    assert.equal(
      busy(profile).reduce((total, { us }) => total + us, 0),
      50,
    )
    assert.deepEqual(
      busy(profile).map(({ us }) => us),
      [42, 5, 3],
    )
  })
})
