import { Client } from 'pg'

/** Runs something with a connection of its own, and closes it. */
export async function connected<Result>(
  url: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: url })
  // A connection that breaks rejects its statements. Without a listener, the error would end the test beside.
  client.on('error', () => {})
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
