import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import configuration from '../.dependency-cruiser.js'

// The command line tool reports success where it could read no module. This fails where too few were read.
const FOLDERS = ['src', 'prisma', 'benchmarks', 'test']
const MIN_MODULES = 30

const { forbidden: rules = [], options } = configuration

const { output } = await cruise(
  FOLDERS,
  {
    ...options,
    validate: true,
    // The rules on folders are checked only where metrics are computed.
    metrics: true,
    ruleSet: { forbidden: rules },
  },
  {},
  { tsConfig: extractTSConfig('tsconfig.json') },
)
const { modules, summary } = output as ICruiseResult
const own = modules.filter(({ source }) => FOLDERS.some((folder) => source.startsWith(`${folder}/`)))
const imports = own.reduce((total, { dependencies }) => total + dependencies.length, 0)

for (const { rule, from, to, cycle } of summary.violations) {
  const path = cycle === undefined ? [from, to] : [from, ...cycle.map(({ name }) => name)]
  const comment = rules.find(({ name }) => name === rule.name)?.comment
  console.error(`Import rule ${rule.name} is broken: ${path.join(' → ')}\n  ${comment}`)
}
if (own.length < MIN_MODULES || imports < own.length) {
  console.error(
    `expected to read at least ${MIN_MODULES} modules and an import of each, got ${own.length} modules and ${imports} imports`,
  )
  process.exitCode = 1
} else if (summary.error > 0) {
  console.error(`Import rules: ${summary.violations.length} violations in ${own.length} modules.`)
  process.exitCode = 1
} else {
  console.log(`Import rules: ${own.length} modules with ${imports} imports keep all ${rules.length} rules.`)
}
