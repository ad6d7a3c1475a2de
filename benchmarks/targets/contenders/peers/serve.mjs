import { parseArgs } from 'node:util'

/** Starts a peer on the database of the command line, prints its URL, and ends it when its standard input ends. */
export async function serve(create) {
  const { values } = parseArgs({ options: { 'database-url': { type: 'string', default: '' } } })
  const { listen } = await create(values['database-url'])
  process.stdout.write(`${JSON.stringify({ url: await listen() })}\n`)
  process.stdin.resume().once('end', () => process.exit())
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {})
}
