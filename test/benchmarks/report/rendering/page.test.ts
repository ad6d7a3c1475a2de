import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { chartsOf } from '../../../../benchmarks/report/document/document.ts'
import { DARK, LIGHT } from '../../../../benchmarks/report/drawing/palette.ts'
import { coverPicture } from '../../../../benchmarks/report/rendering/cover-picture.ts'
import { documentHtml } from '../../../../benchmarks/report/rendering/html.ts'
import { standaloneSvg } from '../../../../benchmarks/report/rendering/pictures.ts'
import { readPageAssets } from '../../../../benchmarks/report/rendering/write-document.ts'
import { reportDocument } from '../../../../benchmarks/report/report-document.ts'
import type { BenchmarkResult } from '../../../../benchmarks/result.ts'
import { cutTexts } from '../../../support/report/cut-texts.js'
import { noisyResult } from '../../../support/report/noisy-result.ts'
import { sampleResult } from '../../../support/report/sample-result.ts'
import { launchBrowser, withoutBrowser } from '../../../support/system/browser.ts'

const WIDTHS = [390, 768, 1400]
/** Liberation Sans has the widths of Arial. */
const FONTS = ['DejaVu Sans', 'Liberation Sans']
const REPORTS = { 'an ordinary run': sampleResult(), 'a run on a busy machine': noisyResult() }

describe('the page of a report in a real browser', { skip: withoutBrowser }, async () => {
  const assets = await readPageAssets()
  const htmlOf = (result = sampleResult()) => documentHtml(reportDocument(result), assets)
  let browser: Browser
  before(async () => {
    browser = await launchBrowser()
  })
  after(() => browser.close())

  for (const [which, result] of Object.entries(REPORTS)) {
    const document = reportDocument(result)
    const pictures = [coverPicture(document), ...chartsOf(document)].map((chart) =>
      standaloneSvg(chart, document.source),
    )
    for (const font of FONTS) {
      it(`cuts no text of ${which}, on the page at ${WIDTHS.join(', ')} px or in a picture, with ${font}`, async (test) => {
        const page = await browser.newPage()
        if (!(await hasFont(page, font))) return test.skip(`${font} is not installed`)
        await page.setContent(documentHtml(document, assets))
        await page.addStyleTag({ content: `:root { --sans: "${font}"; --mono: "DejaVu Sans Mono"; }` })
        await openAll(page)
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          assert.deepEqual(await page.evaluate(cutTexts), [], `at ${width} px`)
        }
        await page.setContent(pictures.join('\n'))
        await page.addStyleTag({ content: `svg { display: block; font-family: "${font}"; }` })
        assert.deepEqual(await page.evaluate(cutTexts), [], 'in a picture')
        await page.close()
      })
    }
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has no violation that axe finds, on a ${colorScheme} page of any width`, async () => {
      const axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
      const page = await browser.newPage({ colorScheme })
      await page.setContent(htmlOf(withOneLoad(noisyResult())))
      await openAll(page)
      await page.evaluate(axe)
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 })
        const violations = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
        )
        assert.deepEqual(violations, [], `at ${width} px`)
      }
      await page.close()
    })

    it(`paints its drawings in the colours for a ${colorScheme} page`, async () => {
      const page = await browser.newPage({ colorScheme })
      await page.setContent(htmlOf())
      const painted = await page.evaluate<string[]>(paintedColours)
      const known = Object.values(colorScheme === 'light' ? LIGHT : DARK).map(rgb)
      assert.ok(painted.length > 5)
      for (const colour of painted) assert.ok(known.includes(colour), colour)
      await page.close()
    })
  }

  it('breaks its own policy nowhere, and logs no error', async () => {
    const page = await browser.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))
    await page.setContent(htmlOf())
    assert.deepEqual(problems, [])
    await page.close()
  })

  it('opens a collapsed section for its entry in the contents, with and without the script', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await browser.newPage({ javaScriptEnabled })
      await page.setContent(htmlOf())
      const table = page.getByRole('region', { name: /^Evidence/ }).first()
      assert.equal(await table.isVisible(), false)
      await page.getByRole('navigation').getByRole('link', { name: 'Findings' }).click()
      await table.waitFor({ state: 'visible' })
      await page.close()
    }
  })

  it('shows all figures of the scenarios on a narrow page without scrolling sideways, the verdict first', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 900 } })
    await page.setContent(htmlOf(noisyResult()))
    const table = page.getByRole('table', { name: /^Scenarios/ })
    const { scrollWidth, clientWidth } = await table
      .locator('..')
      .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }))
    assert.ok(scrollWidth <= clientWidth, `${scrollWidth} px in ${clientWidth}`)
    for (const row of await table.locator('tbody tr').all()) {
      const topOf = async (cell: string) => (await row.locator(cell).first().boundingBox())?.y ?? Number.NaN
      const [name, verdict, figure] = [await topOf('th'), await topOf('td.text'), await topOf('td.number')]
      assert.ok(name < verdict && verdict < figure, `${name}, ${verdict}, ${figure}`)
    }
    assert.equal(await page.evaluate(firstTitle), '"Statements, page of 10: "')
    await page.close()
  })

  it('sorts a table by the column that is clicked: up, down, and as it was', async () => {
    const page = await browser.newPage()
    await page.setContent(htmlOf())
    const table = page.getByRole('table', { name: /^Scenarios/ })
    const scenarios = () => table.getByRole('rowheader').allTextContents()
    const original = await scenarios()
    const head = table.getByRole('columnheader', { name: 'Statements, page of 10' })
    const orders: [string | null, string[]][] = []
    for (let click = 0; click < 3; click++) {
      await head.getByRole('button').click()
      orders.push([await head.getAttribute('aria-sort'), await scenarios()])
    }
    assert.deepEqual(orders, [
      ['ascending', ['optimised', 'optimised-indexed', 'baseline', 'n-plus-one']],
      ['descending', ['n-plus-one', 'baseline', 'optimised', 'optimised-indexed']],
      [null, original],
    ])
    await page.close()
  })

  it('sorts numbers by their value, signs included, and cells without one last', async () => {
    const page = await browser.newPage()
    await page.setContent(htmlOf(noisyResult()))
    await openAll(page)
    const table = page.getByRole('table', { name: /^Change from scenario/ })
    const head = table.getByRole('columnheader', { name: 'Change', exact: true })
    await head.getByRole('button').click()
    const cells = await table.locator('tbody tr td:nth-child(5)').allTextContents()
    const values = cells.map((text) =>
      text === '–' ? Number.POSITIVE_INFINITY : Number.parseFloat(text.replace('−', '-')),
    )
    assert.deepEqual(
      values,
      values.toSorted((a, b) => a - b),
    )
    assert.ok(values.includes(Number.POSITIVE_INFINITY) && values.some((value) => value < 0))
    await page.close()
  })

  it('says what a mark is where it is pointed at', async () => {
    // Tall enough not to scroll, which would hide the words again.
    const page = await browser.newPage({ viewport: { width: 1400, height: 3000 } })
    await page.setContent(htmlOf())
    const bar = page.locator('svg.wide [data-tip^="doctors_count: −1"] rect')
    await bar.hover()
    const tip = page.locator('.tip')
    assert.equal(await tip.textContent(), 'doctors_count: −1, 3 statements after this step')
    await tip.waitFor({ state: 'visible' })
    await page.mouse.move(5, 5)
    await tip.waitFor({ state: 'hidden' })
    await page.close()
  })

  it('marks the entry of the section that is being read', async () => {
    const page = await browser.newPage()
    await page.setContent(htmlOf())
    await openAll(page)
    const current = page.locator('nav a[aria-current]')
    assert.equal(await current.textContent(), 'Verdicts')
    await page.locator('#statements').evaluate((section) => section.scrollIntoView())
    await page.locator('nav a[aria-current]', { hasText: 'Statements' }).waitFor()
    assert.equal(await current.count(), 1)
    await page.close()
  })
})

/** Every kind of element, but fewer of each: axe looks at every one. */
function withOneLoad(result: BenchmarkResult): BenchmarkResult {
  const scenarios = result.scenarios.map((scenario) => ({
    ...scenario,
    load: scenario.load.filter(({ users }) => users === 50),
  }))
  return { ...result, scenarios }
}

async function openAll(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => {
    for (const details of all) details.setAttribute('open', '')
  })
}

/** Whether a font is installed: a text has the width of the font that follows in the list where it is not. */
function hasFont(page: Page, font: string): Promise<boolean> {
  return page.evaluate(`(() => {
    const context = document.createElement('canvas').getContext('2d')
    const widthIn = (fonts) => { context.font = '40px ' + fonts; return context.measureText('mmiiWW').width }
    return ['serif', 'monospace'].some((other) => widthIn('"${font}", ' + other) !== widthIn(other))
  })()`)
}

const paintedColours = `[...new Set([...document.querySelectorAll('svg rect, svg path, svg text')].flatMap((mark) => {
  const { fill, stroke } = getComputedStyle(mark)
  return [fill, stroke].filter((colour) => colour !== 'none')
}))]`

const firstTitle = `getComputedStyle(document.querySelector('.stacked td.number'), '::before').content`

function rgb(hex: string): string {
  const channels = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16))
  return `rgb(${channels.join(', ')})`
}
