import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import configuration from '../.dependency-cruiser.js'

// The command line tool reports success on a tree that it could not read. This looks at what was read.
const FOLDERS = ['src', 'prisma', 'benchmarks', 'test']
const FEWEST_MODULES = 30

const { output } = await cruise(
  FOLDERS,
  { ...configuration.options, validate: true, ruleSet: { forbidden: configuration.forbidden } },
  {},
  { tsConfig: extractTSConfig('tsconfig.json') },
)
const { modules, summary } = output as ICruiseResult
const own = modules.filter(({ source }) => FOLDERS.some((folder) => source.startsWith(`${folder}/`)))
const edges = own.reduce((total, { dependencies }) => total + dependencies.length, 0)

for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`)
if (own.length < FEWEST_MODULES || edges < own.length) {
  console.error(
    `expected to read at least ${FEWEST_MODULES} modules and their imports, got ${own.length} and ${edges}`,
  )
  process.exitCode = 1
} else if (summary.error > 0) {
  process.exitCode = 1
} else {
  console.log(`Imports: ${own.length} modules, ${edges} imports, no rule broken.`)
}
