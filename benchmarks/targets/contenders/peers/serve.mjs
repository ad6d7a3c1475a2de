import { parseArgs } from 'node:util'

/**
 * Starts a peer on the database of the command line, prints its URL, and ends it when its standard input ends.
 *
 * @param options of the command line, beside the database.
 */
export async function serve(options, create) {
  const { values } = parseArgs({ options: { 'database-url': { type: 'string', default: '' }, ...options } })
  const { listen } = await create(values['database-url'], values)
  process.stdout.write(`${JSON.stringify({ url: await listen() })}\n`)
  process.stdin.resume().once('end', () => process.exit())
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {})
}

/** The URL of a server of node:http on a free port. */
export function listen(server) {
  return new Promise((listening) => {
    server.listen(0, '127.0.0.1', () => listening(`http://127.0.0.1:${server.address().port}/graphql`))
  })
}
