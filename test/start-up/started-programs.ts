import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after } from 'node:test'
import { makeOpenFolder } from '../support/system/open-folder.ts'
import { type Program, startProgram } from '../support/system/program.ts'

export interface StartedPrograms {
  /** For files; it is removed after the tests. */
  folder: string
  /** Where an embedded PostgreSQL keeps its data, if no other folder is set. */
  dataFolder: string
  start(settings?: Record<string, string>, script?: string, args?: string[]): Program
}

/**
 * Starts commands of the project on data of their own. After the tests, those that still run are killed, and an embedded
 * PostgreSQL that one of them left behind in the folder.
 */
export async function createStartedPrograms(): Promise<StartedPrograms> {
  const folder = await makeOpenFolder()
  const dataFolder = join(folder, 'postgres')
  const started: Program[] = []
  const dataFolders = new Set<string>()
  after(async () => {
    for (const { process } of started) process.kill('SIGKILL')
    for (const used of dataFolders) {
      const left = await postgresPid(used)
      if (left) process.kill(left, 'SIGQUIT')
    }
    await rm(folder, { recursive: true, maxRetries: 5, retryDelay: 200 })
  })
  return {
    folder,
    dataFolder,
    start(settings = {}, script = 'src/main.ts', args = []) {
      const all = { PORT: '0', DATA_FOLDER: dataFolder, ...settings }
      dataFolders.add(all.DATA_FOLDER)
      const program = startProgram(script, args, all)
      started.push(program)
      return program
    },
  }
}

/** The process of the PostgreSQL that runs on a data folder, if one does. */
export async function postgresPid(dataFolder: string): Promise<number | undefined> {
  const pidFile = await readFile(join(dataFolder, 'data', 'postmaster.pid'), 'utf8').catch(() => undefined)
  const pid = Number(pidFile?.split('\n')[0])
  if (!pid) return undefined
  return spawnSync('ps', ['-o', 'pid=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
    ? pid
    : undefined
}

/** The URL of operations that the server announces. */
export async function urlOf(program: Program): Promise<string> {
  return (await program.says(/GraphiQL +(http\S+)/))[1] ?? ''
}

export async function countDoctors(url: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ doctors { totalCount } }' }),
  })
  return (await response.json()).data.doctors.totalCount
}

/** Stops a program, which has to end as the signal asks. */
export async function stop(program: Program, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
  program.process.kill(signal)
  assert.equal(await program.ended, signal === 'SIGKILL' ? 'SIGKILL' : 0, program.printed())
}

/** Holds a program to failing with a sentence and without a stack. */
export async function fails(program: Program, says: RegExp): Promise<void> {
  assert.equal(await program.ended, 1, program.printed())
  assert.match(program.printed(), says)
  assert.doesNotMatch(program.printed(), /^ +at /m, 'expected a sentence without a stack')
}
