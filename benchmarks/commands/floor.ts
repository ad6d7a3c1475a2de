import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Arguments, type CommandLine, type Options, UsageError } from '../../src/command.ts'
import { type FloorResult, measureFloor } from '../run/floor.ts'
import { CONTENDERS } from '../targets/contenders/contender.ts'
import { installPeers } from '../targets/contenders/install-peers.ts'
import { OPERATION_NAMES, OPERATION_TITLES } from '../targets/contenders/operations.ts'
import { type Measuring, runMeasuring } from './measuring-command.ts'
import { requireOutputFolder } from './output-folder.ts'

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

const COMMAND_LINE = {
  name: 'bench:floor',
  start: 'npm run bench:floor --',
  help: HELP,
  options: {
    quick: { type: 'boolean', default: false },
    connections: { type: 'string', default: '10' },
    doctors: { type: 'string', default: '1000' },
    'no-peers': { type: 'boolean', default: false },
    out: { type: 'string', default: join('benchmarks', 'results', 'floor') },
  },
} satisfies CommandLine<Options>

async function main(
  { values }: Arguments<typeof COMMAND_LINE.options>,
  { signal }: Measuring,
): Promise<void> {
  const connections = readCount('--connections', values.connections, 1, 1000)
  const doctors = readCount('--doctors', values.doctors, 15, 1_000_000)
  await requireOutputFolder(values.out)
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
    signal,
  })
  const file = join(values.out, 'floor.json')
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`)
  console.log(`${describe(result)}\nAll figures: ${file}`)
}

function readCount(option: string, text: string, min: number, max: number): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && count >= min && count <= max) return count
  throw new UsageError(`expected ${option} to be from ${min} to ${max}, got "${text}"`)
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

await runMeasuring(COMMAND_LINE, main)
