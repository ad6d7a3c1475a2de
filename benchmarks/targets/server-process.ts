import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { VariantName } from './scenarios.ts'

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url))
const COMPILE_CACHE = new URL('./compile-cache.ts', import.meta.url).href

/** A running server, in a process of its own. */
export interface ServerProcess {
  pid: number
  /** Of the GraphQL endpoint. */
  url: string
  /** The URL of another path of the same server. */
  urlOf(path: string): string
  /** Has it write what is left of its trace, and waits for its exit. */
  stop(): Promise<void>
}

interface ServerOptions {
  variant: VariantName
  databaseUrl: string
  /** Names of operations that have metrics of their own. */
  knownOperations: readonly string[]
  trace: ServerTrace
  extraCpuUs?: number | undefined
  /** Whether answers and totals are kept, as in production. Default: every operation is executed. */
  memory?: boolean
}

/**
 * What a server records of an operation: the summary, as production does; nothing; or the whole trace in a file, where
 * wanted with parameters and rows.
 */
export type ServerTrace = 'summary' | 'none' | { file: string; parameters: boolean }

/** Starts a server and waits until it accepts requests. @throws Error where it exits instead. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { variant, databaseUrl, knownOperations, trace, extraCpuUs, memory = false } = options
  const args = ['--variant', variant, '--database-url', databaseUrl]
  args.push('--operations', knownOperations.join(','), ...traceArguments(trace))
  if (extraCpuUs !== undefined) args.push('--extra-cpu-us', String(extraCpuUs))
  if (memory) args.push('--memory')
  const server = spawn(process.execPath, [...process.execArgv, '--import', COMPILE_CACHE, SERVER, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(server, 'close')
  const [ready] = await Promise.race([once(createInterface(server.stdout), 'line'), ended.then(() => [])])
  const { pid } = server
  if (typeof ready !== 'string' || pid === undefined)
    throw new Error(`expected the ${variant} server to print its URL, got its exit`)
  const { url }: { url: string } = JSON.parse(ready)
  return {
    pid,
    url,
    urlOf: (path) => new URL(path, url).href,
    async stop() {
      server.stdin.end()
      await ended
    },
  }
}

function traceArguments(trace: ServerTrace): string[] {
  if (trace === 'summary') return []
  if (trace === 'none') return ['--untraced']
  return ['--trace-file', trace.file, ...(trace.parameters ? ['--trace-parameters'] : [])]
}
