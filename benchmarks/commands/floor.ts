import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type FloorResult, measureFloor } from '../run/floor.ts'
import { CONTENDERS } from '../targets/contenders/contender.ts'
import { installPeers } from '../targets/contenders/install-peers.ts'
import { OPERATION_NAMES, OPERATION_TITLES } from '../targets/contenders/operations.ts'
import { interruptedBySignals } from './interruption.ts'

const HELP = `Measures the CPU time of this server for one operation, beside a server written by hand over node:http and pg that
sends the same statements (the floor), and beside other servers of the same data.

  npm run bench:floor [-- OPTIONS]

  --quick            6 rounds instead of 12: four to five minutes on two cores
  --connections N    keep-alive connections, each with one request at a time (10)
  --doctors N        doctors in the directory (1000)
  --no-peers         only this server and the floor; nothing is installed
  --out FOLDER       where floor.json is written (benchmarks/results/floor)
  --help             prints this text

The peers (mercurius, PostGraphile) are installed with npm when they are first needed. All answer the same values before
anything is measured. A run needs Linux, which counts the CPU time of processes.`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      connections: { type: 'string', default: '10' },
      doctors: { type: 'string', default: '1000' },
      'no-peers': { type: 'boolean', default: false },
      out: { type: 'string', default: join('benchmarks', 'results', 'floor') },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(HELP)
  const connections = readCount('--connections', values.connections, 1, 1000)
  const doctors = readCount('--doctors', values.doctors, 15, 1_000_000)
  await mkdir(values.out, { recursive: true })
  const contenders = CONTENDERS.filter(({ isPeer }) => !(isPeer && values['no-peers']))
  if (!values['no-peers']) await installPeers()
  const options = {
    contenders,
    doctors,
    connections,
    rounds: values.quick ? 6 : 12,
    requests: 3_000,
    seed: 1,
  }
  const result = await measureFloor(options, {
    onVisit: (done, of, name) => console.error(`visit ${done + 1} of ${of}: ${name}`),
    signal: interruptedBySignals(),
  })
  const file = join(values.out, 'floor.json')
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`)
  console.log(`${describe(result)}\nAll figures: ${file}`)
}

function readCount(option: string, text: string, min: number, max: number): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && count >= min && count <= max) return count
  throw new TypeError(`expected ${option} to be from ${min} to ${max}, got "${text}"`)
}

function describe({ costs, options: { connections, rounds, doctors } }: FloorResult): string {
  const tables = OPERATION_NAMES.map((operation) => {
    const rows = costs
      .filter((cost) => cost.operation === operation)
      .map(({ title, cpuUs, ratio }) => {
        const times =
          ratio === null
            ? '1'
            : `${ratio.mean.toFixed(2)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`
        return `  ${title.padEnd(42)} ${`${cpuUs.toFixed(0)} µs`.padStart(9)}   ${times}`
      })
    return [`${OPERATION_TITLES[operation]}`, ...rows, ''].join('\n')
  })
  return `
CPU time of the server for one operation, and how many times the floor's (95 % interval of ${rounds} rounds);
${doctors} doctors, ${connections} connections.

${tables.join('\n')}`
}

await main().catch((error: unknown) => {
  // An error of parseArgs is about the command line: its first sentence says all.
  if (error instanceof TypeError) console.error(`bench:floor: ${error.message.split('. ')[0]}; see --help`)
  else console.error(`bench:floor: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
})
