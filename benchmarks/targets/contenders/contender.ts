import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import type { OperationName } from './operations.ts'

/** A server that answers the operations of the comparison. */
export interface Contender {
  name: string
  title: string
  /** The program that is started, after the arguments of Node.js if that runs it. */
  program: URL
  args?: readonly string[]
  /** Runs the program; default: this Node.js. */
  interpreter?: string
  /** `own`: this project's. `peer`: has packages of its own in `peers/`. `article`: needs Python and Debian's packages. */
  kind: 'own' | 'peer' | 'article'
  /** What it takes part in. */
  operations: readonly OperationName[]
  /**
   * The requests for an operation, in the contender's own language. Those of one that has to be executed differ in their
   * number, so that no memory has the answer.
   */
  requestsOf(operation: OperationName): ContenderRequests
  /** What every contender has to answer, from its answer. @throws ValiError if it has another form. */
  valuesOf(operation: OperationName, answer: unknown): unknown
}

/** Requests for an operation: `POST` if they have bodies, `GET` if they have none. */
export interface ContenderRequests {
  /** Relative to the URL of the contender. */
  path: string
  bodyOf?: (number: number) => string
}

export interface RunningContender {
  url: string
  pid: number
  /** The WebSocket of its inspector, if that was asked for. */
  inspectorUrl: string | undefined
  stop(): Promise<void>
}

interface StartOptions {
  databaseUrl: string
  /** Opens the inspector of Node.js. */
  inspect?: boolean
}

/** Starts a contender on a database. @throws Error if it ends before it serves. */
export async function startContender(
  { name, program, args = [], interpreter }: Contender,
  { databaseUrl, inspect = false }: StartOptions,
): Promise<RunningContender> {
  const runtime = interpreter === undefined ? [...process.execArgv, ...(inspect ? [INSPECT] : [])] : []
  const server = spawn(
    interpreter ?? process.execPath,
    [...runtime, fileURLToPath(program), '--database-url', databaseUrl, ...args],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
    },
  )
  const ended = once(server, 'close')
  const inspectorUrl = inspect ? await inspectorUrlIn(server.stderr) : undefined
  // What it prints must not fill the pipe.
  server.stderr.resume()
  const [ready] = await Promise.race([once(createInterface(server.stdout), 'line'), ended.then(() => [])])
  if (typeof ready !== 'string' || server.pid === undefined) {
    throw new Error(`expected ${name} to serve, got its exit`)
  }
  const { url } = v.parse(v.object({ url: v.string() }), JSON.parse(ready))
  return {
    url,
    pid: server.pid,
    inspectorUrl,
    async stop() {
      server.stdin.end()
      await ended
    },
  }
}

const INSPECT = '--inspect=127.0.0.1:0'

async function inspectorUrlIn(output: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface(output)) {
    const url = /ws:\/\/\S+/.exec(line)?.[0]
    if (url !== undefined) return url
  }
  return undefined
}
