import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wholeNumber } from '../../src/command.ts'
import { formatDuration } from '../run/context/estimate-duration.ts'
import { createProgress } from '../run/context/progress.ts'
import { HEAD_TO_HEAD, PAIR_TIMES } from '../run/context/run-options.ts'
import type { HarnessProperty, HarnessResult } from '../run/harness/harness-result.ts'
import { measureHarness } from '../run/harness/measure-harness.ts'
import { claimOutputFolder } from './output/output-folder.ts'
import { runMeasuring } from './running/measuring-command.ts'

const OUT = 'benchmarks/harness-properties'
/** Enough to see that everything works, too few to say anything of rates. */
const SHORT = { times: '1', timing: { secondsPerPair: 8, maxSecondsPerPair: 8 } }

const HELP = `Measures the benchmark itself: how often head to head finds the article's change, a known extra
cost, and a difference of production from itself, which is not there.

  npm run bench:harness -- [options]

  --detections N    tries with the article's change, a minute each (default 10)
  --injections N    tries with 3 % more CPU, two minutes each (default 10)
  --self N          tries with production itself, a minute each (default 34: a hundred comparisons)
  --short           one short try of each, under two minutes: it shows that everything works
  --seed N          seed of the order of requests (default 1)
  --out DIR         folder for the result, a file named for its start
                    (default ${OUT})
  --help            print this text

With the defaults it takes 65 minutes, up to 110 on a busy machine. Tries of each kind are spread
over the whole time and the result so far is kept after each, so that it can be stopped at any time.
It needs Linux, which counts the CPU time of processes.`

await runMeasuring(
  {
    name: 'bench:harness',
    start: 'npm run bench:harness --',
    help: HELP,
    options: {
      detections: { type: 'string' },
      injections: { type: 'string' },
      self: { type: 'string' },
      short: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: OUT },
    },
  },
  async ({ values }, { signal }) => {
    const count = (name: 'detections' | 'injections' | 'self', usual: string, min: number) =>
      wholeNumber(`--${name}`, values[name] ?? (values.short ? SHORT.times : usual), min, 1000)
    const timingOf = (usual: typeof SHORT.timing) => ({
      ...HEAD_TO_HEAD,
      ...(values.short ? SHORT.timing : usual),
    })
    const options = {
      detections: count('detections', '10', 0),
      injections: count('injections', '10', 0),
      selfComparisons: count('self', '34', 1),
      quick: timingOf(PAIR_TIMES.quick),
      full: timingOf(PAIR_TIMES.full),
      seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    }
    await using _claim = await claimOutputFolder(values.out)
    const steps = options.detections + options.injections + options.selfComparisons
    const progress = createProgress(process.stderr, { steps })
    const { selfComparisons, detections, injections, quick, full } = options
    const seconds = (selfComparisons + detections) * quick.secondsPerPair + injections * full.secondsPerPair
    progress.note(`This takes about ${formatDuration(seconds)}: ${steps} tries.`)
    const fileOf = ({ startedAt }: HarnessResult) =>
      join(values.out, `${startedAt.slice(0, 16).replace(':', '')}.json`)
    const keep = (result: HarnessResult) => writeFile(fileOf(result), `${JSON.stringify(result, null, 2)}\n`)
    const result = await measureHarness(options, { progress, signal, keep }).finally(() => progress.end())
    console.log(`${describe(result)}\n\nAll figures: ${fileOf(result)}`)
  },
)

function describe({ properties, machine, machineNoise }: HarnessResult): string {
  const busy = machineNoise.busyShare === null ? '' : `, ${percent(machineNoise.busyShare)} busy before`
  return [`${machine.cores} cores (${machine.cpu}${busy})`, ...properties.map(sentenceOf)].join('\n')
}

function sentenceOf({ title, measure, rate, goal, halfWidth }: HarnessProperty): string {
  const { successes, trials, low, high } = rate
  const wanted = 'atLeast' in goal ? `at least ${percent(goal.atLeast)}` : `at most ${percent(goal.atMost)}`
  return (
    `By ${measure}, ${title} in ${successes} of ${trials} tries (${percent(rate.share)}, 95 % interval ` +
    `${percent(low)} to ${percent(high)}; the goal is ${wanted}). Intervals of changes: ` +
    `±${(halfWidth.median * 100).toFixed(1)} % at the median, ±${(halfWidth.widest * 100).toFixed(1)} % at most.`
  )
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
