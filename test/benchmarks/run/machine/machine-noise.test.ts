import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { describeCheckout } from '../../../../benchmarks/run/machine/checkout.ts'
import {
  measureMachineNoise,
  parseCpuCounts,
  problemsOf,
} from '../../../../benchmarks/run/machine/machine-noise.ts'

const QUIET = { schedulingLagMs: { p50: 0.1, p99: 0.5, max: 3 }, stealShare: 0.01, busyShare: 0.1 }

describe('the noise of the machine', () => {
  it('is measured in a moment', async () => {
    const { schedulingLagMs, busyShare, stealShare, processStartMs } = await measureMachineNoise(
      new AbortController().signal,
    )
    assert.ok(schedulingLagMs.p50 >= 0 && schedulingLagMs.p50 <= schedulingLagMs.max)
    assert.ok(processStartMs > 0)
    for (const share of [busyShare, stealShare]) assert.ok(share === null || (share >= 0 && share <= 1))
  })

  it('is no problem where the machine is quiet', () => assert.deepEqual(problemsOf(QUIET), []))

  it('is named where threads are woken late, time is stolen, or others use the CPUs', () => {
    assert.deepEqual(problemsOf({ ...QUIET, schedulingLagMs: { p50: 2, p99: 12.4, max: 40 } }), [
      'a sleeping thread was woken 12.4 ms late at p99, where 5 ms are acceptable',
    ])
    assert.deepEqual(problemsOf({ ...QUIET, schedulingLagMs: { p50: 0, p99: 5.01, max: 80 } }), [
      'a sleeping thread was woken 5.1 ms late at p99, where 5 ms are acceptable',
    ])
    assert.deepEqual(problemsOf({ ...QUIET, stealShare: 0.2 }), [
      'the hypervisor gave 20 % of the CPU time to other machines',
    ])
    assert.deepEqual(problemsOf({ ...QUIET, busyShare: 0.85 }), ['other programs use 85 % of the CPU time'])
  })

  it('does not depend on what the system does not say', () =>
    assert.deepEqual(problemsOf({ ...QUIET, stealShare: null, busyShare: null }), []))

  it('reads the counts of all CPUs, in which guests are counted once', () =>
    assert.deepEqual(parseCpuCounts('cpu  100 5 50 800 20 1 4 20 70 3\ncpu0 50 2 25 400 10 0 2 10 35 1\n'), {
      total: 1000,
      idle: 820,
      steal: 20,
    }))
})

describe('describeCheckout', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jadwal-checkout-'))
  after(() => rm(folder, { recursive: true }))
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args])

  it('is null outside a checkout', async () => assert.equal(await describeCheckout(folder), null))

  it('has the commit, and whether files differ from it', async () => {
    git('init', '--quiet')
    await writeFile(join(folder, 'file'), 'one')
    git('add', '.')
    git('commit', '--quiet', '--message', 'first')
    const commit = git('rev-parse', 'HEAD').toString().trim()
    assert.deepEqual(await describeCheckout(folder), { commit, isDirty: false })
    await writeFile(join(folder, 'file'), 'two')
    assert.deepEqual(await describeCheckout(folder), { commit, isDirty: true })
  })
})
