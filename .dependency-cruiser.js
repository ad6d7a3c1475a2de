// What may import what. ARCHITECTURE.md has the picture; `npm run check` holds the code to it.

/** A folder knows nothing of those that come before it on the way of the data. */
const knowsNothingOf = (folder, earlier) => ({
  name: `${folder}-is-downstream`,
  comment: `Data flows one way: ${folder} is used by ${earlier.join(', ')} and knows nothing of them.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: `^src/(${earlier.join('|')})` },
})

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    knowsNothingOf('database', ['main', 'app', 'http/', 'schema/', 'directory/', 'observability/']),
    knowsNothingOf('directory', ['main', 'app', 'http/', 'document/', 'schema/', 'observability/']),
    knowsNothingOf('schema', ['main', 'app', 'http/', 'document/', 'observability/']),
    knowsNothingOf('document', ['main', 'app', 'http/', 'directory/', 'database/', 'observability/']),
    {
      name: 'document-reads-any-schema',
      comment:
        'A document is read for the schema that it is given; of src/schema it knows what fields declare.',
      severity: 'error',
      from: { path: '^src/document/' },
      to: { path: '^src/schema/', pathNot: '^src/schema/(field-cost|selection-conditions)\\.ts$' },
    },
    knowsNothingOf('observability', ['main', 'app', 'http/', 'schema/', 'directory/']),
    knowsNothingOf('http', ['main', 'app']),
    knowsNothingOf('demo-data', ['main', 'app', 'http/', 'schema/', 'directory/', 'observability/']),
    {
      name: 'no-cycle',
      comment: 'A cycle has no beginning to read from.',
      severity: 'error',
      from: { pathNot: '/generated/' },
      to: { circular: true },
    },
    {
      name: 'production-stands-alone',
      comment: 'The program does not know that it is measured or tested.',
      severity: 'error',
      from: { path: '^(src|prisma)/' },
      to: { path: '^(benchmarks|test)/' },
    },
    {
      name: 'src-needs-no-prisma-folder',
      comment: 'prisma/ holds the schema, the migrations and thin entries; src knows none of them as code.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^prisma/' },
    },
    {
      name: 'composition-roots-construct',
      comment: 'Everything but a composition root is given the database that it uses.',
      severity: 'error',
      from: { path: '^(src|benchmarks)/', pathNot: '^(src/main|benchmarks/targets/server)\\.ts$' },
      to: { path: '^src/database/database\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'schema-knows-no-database',
      comment: 'All data comes through the port DoctorDirectory; only the generated types know the client.',
      severity: 'error',
      from: { path: '^src/schema/', pathNot: '^src/schema/generated\\.ts$' },
      to: { path: '^src/database/' },
    },
    {
      name: 'benchmarks-know-a-url',
      comment:
        'A benchmark measures what anyone can: only its servers, databases and variants are made of the program.',
      severity: 'error',
      from: { path: '^benchmarks/', pathNot: '^benchmarks/targets/' },
      to: { path: '^src/' },
    },
    {
      name: 'declared-packages',
      comment: 'What is imported is in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages-in-production',
      comment: 'The program runs without what it is developed with.',
      severity: 'error',
      from: { path: '^(src|prisma)/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node'] },
  },
}
