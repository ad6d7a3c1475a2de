import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { OPERATION_NAMES } from '../workload/operations.ts'
import type { VariantName } from './scenarios.ts'

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url))

/** A server that runs, in a process of its own. */
export interface ServerProcess {
  /** Of the GraphQL endpoint. */
  url: string
  /** Of another path of the same server. */
  urlOf(path: string): string
  /** Lets it finish what it writes, and waits for its end. */
  stop(): Promise<void>
}

interface ServerOptions {
  variant: VariantName
  databaseUrl: string
  /** Where it writes the trace of every operation; none is traced without. */
  traceFile?: string | undefined
  /** Whether parameters and rows are in the trace. */
  traceParameters?: boolean
  /** Without even the summary of each operation. */
  untraced?: boolean
}

/** Starts a server and waits until it says that it can be asked. @throws Error where it ends instead. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { variant, databaseUrl, traceFile, traceParameters, untraced } = options
  const args = [
    '--variant',
    variant,
    '--database-url',
    databaseUrl,
    '--operations',
    OPERATION_NAMES.join(','),
  ]
  if (traceFile !== undefined) args.push('--trace-file', traceFile)
  if (traceParameters) args.push('--trace-parameters')
  if (untraced) args.push('--untraced')
  const server = spawn(process.execPath, [...process.execArgv, SERVER, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(server, 'close')
  const [ready] = await Promise.race([once(createInterface(server.stdout), 'line'), ended.then(() => [])])
  if (typeof ready !== 'string') throw new Error(`expected the ${variant} server to say its URL, got its end`)
  const { url }: { url: string } = JSON.parse(ready)
  return {
    url,
    urlOf: (path) => new URL(path, url).href,
    async stop() {
      server.stdin.end()
      await ended
    },
  }
}
