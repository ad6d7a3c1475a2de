import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { replaceDemoData } from '../../../../src/demo-data/replace-demo-data.ts'
import { createTestApp } from '../../../support/app/test-app.ts'
import { launchBrowser, withoutBrowser } from '../../../support/system/browser.ts'

describe('GraphiQL in a real browser', { skip: withoutBrowser }, () => {
  it('loads from its own origin only, runs its example without a warning, and shows the documentation', async () => {
    const app = await createTestApp()
    await replaceDemoData({ url: app.databaseUrl, doctors: 200 })
    const { origin } = await app.serve()
    const browser = await launchBrowser()
    after(() => browser.close())
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    const requested: string[] = []
    const problems: string[] = []
    page.on('request', (request) => requested.push(request.url()))
    page.on('pageerror', (error) => problems.push(error.message))
    // A violation of the content security policy is an error in the console.
    page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))

    await page.goto(`${origin}/graphql`)
    await page.getByRole('button', { name: /execute/i }).click()
    await page
      .getByText(/"totalCount"/)
      .first()
      .waitFor()
    await page
      .getByText(/"hasNextPage":\strue/)
      .first()
      .waitFor()
    assert.equal(await page.locator('.squiggly-error, .squiggly-warning').count(), 0)

    await page
      .getByRole('button', { name: /documentation/i })
      .first()
      .click()
    await page.getByRole('link', { name: 'Query' }).first().click()
    await page.getByText("The hospital's public doctor directory.", { exact: false }).first().waitFor()
    await page.getByText('(Relay Cursor Connections)', { exact: false }).first().waitFor()

    await page.setViewportSize({ width: 390, height: 844 })
    const editors = await page.locator('.graphiql-editors').boundingBox()
    const answer = await page.locator('.graphiql-response').boundingBox()
    assert.ok(editors && answer && answer.y >= editors.y + editors.height, 'the response is below on a phone')

    const elsewhere = requested.filter((url) => !url.startsWith(origin) && !/^(data|blob):/.test(url))
    assert.deepEqual(elsewhere, [])
    assert.deepEqual(problems, [])
  })
})
