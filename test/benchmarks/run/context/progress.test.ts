import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createProgress } from '../../../../benchmarks/run/context/progress.ts'

/** Keeps what is written to it. */
function outputOf(properties: { isTTY: boolean; columns?: number }) {
  let text = ''
  const output = new Writable({
    write(chunk, _, done) {
      text += chunk
      done()
    },
  })
  return { output: Object.assign(output, properties), written: () => text }
}

function showRun(output: ReturnType<typeof outputOf>['output'], title: string): void {
  const times = [0, 0, 2_000, 4_000, 6_000]
  const progress = createProgress(output, { steps: 8, now: () => times.shift() ?? 10_000 })
  progress.step(title)
  progress.advance(0, 'baseline')
  progress.advance(0.5, 'optimised-indexed')
  progress.note('This run takes about 2 minutes here.')
  progress.step('Stopping')
  progress.end()
}

const TITLE = 'Capturing statements: 1 user, no think time, pages of 1, 10, 50'

describe('the progress of a run', () => {
  it('is updated in one row of a terminal, however narrow it is', () =>
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 200 }), fc.string({ maxLength: 200 }), (columns, title) => {
        const { output, written } = outputOf({ isTTY: true, columns })
        showRun(output, title)
        // Rows that end with a line break stay as they are: they may be wrapped.
        const updated = written()
          .split('\r\x1b[K')
          .filter((row) => !row.endsWith('\n'))
        assert.ok(updated.length >= 4)
        for (const row of updated) assert.ok(row.length < columns, `${row.length}: ${row}`)
      }),
    ))

  it('shortens the title before the bar, the time left and what is being done', () => {
    const { output, written } = outputOf({ isTTY: true, columns: 80 })
    showRun(output, TITLE)
    assert.match(written(), /\[1\/8\] Capturing statements:… {2}█{10}░{10} 0:04 left {2}optimised-indexed\r/)
  })

  it('leaves the whole title of a step that is over', () => {
    const { output, written } = outputOf({ isTTY: true, columns: 40 })
    showRun(output, TITLE)
    assert.ok(written().includes(`\r\x1b[K[1/8] ${TITLE}\nThis run takes`))
  })

  it('is one line for each step where there is no terminal', () => {
    const { output, written } = outputOf({ isTTY: false })
    showRun(output, TITLE)
    assert.equal(written(), `[1/8] ${TITLE}\nThis run takes about 2 minutes here.\n[2/8] Stopping\n`)
  })
})
