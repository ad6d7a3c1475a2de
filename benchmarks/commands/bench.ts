import { stableJson, writeDocument } from '../report/rendering/write-document.ts'
import { reportDocument } from '../report/report-document.ts'
import { createProgress } from '../run/context/progress.ts'
import { runBenchmark, stepsOf } from '../run/run-benchmark.ts'
import { BENCH, readOptions } from './options/bench-options.ts'
import { failuresOf, unjudgedIn } from './options/fail-on.ts'
import { decideGate } from './options/gate.ts'
import { openJobSummary } from './output/job-summary.ts'
import { claimOutputFolder } from './output/output-folder.ts'
import { concludeRun, conclusionMarkdown, conclusionText } from './output/run-conclusion.ts'
import { runMeasuring } from './running/measuring-command.ts'

await runMeasuring(BENCH, async ({ values }, { serverUrl, command, signal }) => {
  const { run, failOn, meant, isNamed, json } = readOptions(values)
  await using _claim = await claimOutputFolder(run.outFolder)
  const summary = await openJobSummary(process.env.GITHUB_STEP_SUMMARY)
  const progress = createProgress(process.stderr, { steps: stepsOf(run) })
  const result = await runBenchmark(run, { progress, signal, serverUrl, command }).finally(() =>
    progress.end(),
  )
  const files = await writeDocument(result, reportDocument(result), run.outFolder)
  const gate = decideGate(
    {
      failures: failuresOf(result, { failOn, meant }),
      unjudged: unjudgedIn(result, { failOn, meant }),
    },
    { isNamed },
  )
  const conclusion = concludeRun(result, { gate, files, folder: run.outFolder })
  if (json) {
    console.error(conclusionText(conclusion, process.stderr.columns))
    process.stdout.write(stableJson(result))
  } else console.log(conclusionText(conclusion, process.stdout.columns))
  await summary?.add(conclusionMarkdown(conclusion))
  process.exitCode = gate.exitCode
})
