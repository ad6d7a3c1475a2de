import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, describe, it } from 'node:test'
import { replaceDemoData } from '../../src/demo-data/replace-demo-data.ts'
import { launchBrowser, withoutBrowser } from '../support/browser.ts'
import { createTestApp } from '../support/test-app.ts'

describe('GraphiQL in a real browser', { skip: withoutBrowser }, () => {
  it('opens without any address but its own, shows the documentation, and runs its example', async () => {
    const app = await createTestApp()
    await replaceDemoData({ url: app.databaseUrl, doctors: 200 })
    const server = createServer(app.handler)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const browser = await launchBrowser()
    after(async () => {
      await browser.close()
      server.close()
    })
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    const asked: string[] = []
    const problems: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('pageerror', (error) => problems.push(error.message))

    await page.goto(`${origin}/graphql`)
    await page.getByRole('button', { name: /execute/i }).click()
    await page
      .getByText(/"totalCount"/)
      .first()
      .waitFor()
    await page
      .getByText(/Lestari/)
      .last()
      .waitFor()

    await page
      .getByRole('button', { name: /documentation/i })
      .first()
      .click()
    await page.getByRole('link', { name: 'Query' }).first().click()
    await page.getByText('The public doctor directory.', { exact: false }).first().waitFor()
    await page.getByText('by the Relay Cursor Connections specification', { exact: false }).first().waitFor()

    const elsewhere = asked.filter((url) => !url.startsWith(origin) && !/^(data|blob):/.test(url))
    assert.deepEqual(elsewhere, [])
    assert.deepEqual(problems, [])
  })
})
