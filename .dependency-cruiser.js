// What may import what. ARCHITECTURE.md has the picture; `npm run check` holds the code to it.

/** A folder knows nothing of those that come before it on the way of the data. */
const knowsNothingOf = (folder, earlier) => ({
  name: `${folder}-is-downstream`,
  comment: `Data flows one way: ${folder} is used by ${earlier.join(', ')} and knows nothing of them.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: `^src/(${earlier.join('|')})` },
})

/** A room of benchmarks, a folder or a file, imports only these others. */
const importsOnly = (room, allowed, comment) => ({
  name: `benchmarks-${room}-imports`,
  comment,
  severity: 'error',
  from: { path: `^benchmarks/${room}(/|\\.ts$)` },
  to: { path: '^benchmarks/', pathNot: `^benchmarks/(${[room, ...allowed].join('|')})(/|\\.ts$)` },
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
      to: { path: '^src/schema/', pathNot: '^src/schema/(field-cost|selection/selection-conditions)\\.ts$' },
    },
    knowsNothingOf('observability', ['main', 'app', 'http/', 'schema/', 'directory/']),
    knowsNothingOf('memory', [
      ...['main', 'app', 'http/', 'schema/', 'document/', 'directory/', 'database/', 'observability/'],
    ]),
    {
      name: 'memory-is-around-execution',
      comment: 'What is executed does not know that its answers are kept.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(app\\.ts|memory/|http/answers/)' },
      to: { path: '^src/memory/' },
    },
    knowsNothingOf('http', ['main', 'app']),
    knowsNothingOf('http/answers', ['http/connections/']),
    knowsNothingOf('http/plugins', ['http/connections/', 'http/answers/']),
    knowsNothingOf('demo-data', ['main', 'app', 'http/', 'schema/', 'directory/', 'observability/']),
    {
      name: 'no-cycle',
      comment: 'A cycle has no beginning to read from.',
      severity: 'error',
      from: { pathNot: '/generated/' },
      to: { circular: true },
    },
    {
      name: 'no-cycle-of-folders',
      comment: 'Folders that import each other are one folder in two places.',
      severity: 'error',
      scope: 'folder',
      from: {},
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
      name: 'opentelemetry-only-if-exported',
      comment: 'The SDK is loaded where spans are exported, and by no static import from elsewhere.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/observability/otlp/otlp-export\\.ts$' },
      to: { path: '/@opentelemetry/' },
    },
    {
      name: 'otlp-export-is-loaded-on-demand',
      comment: 'What imports it statically would load the SDK with it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/observability/otlp/otlp-export\\.ts$', dependencyTypesNot: ['dynamic-import'] },
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
        'A benchmark measures what anyone can: only its servers, databases and variants are made of the program. ' +
        'Its commands are started, and refuse arguments, as those of the program.',
      severity: 'error',
      from: { path: '^benchmarks/', pathNot: '^benchmarks/targets/' },
      to: { path: '^src/', pathNot: '^src/command\\.ts$' },
    },
    importsOnly(
      'commands',
      [
        ...['run', 'compare', 'floor', 'scale', 'indexes', 'analysis-cost', 'report', 'targets'],
        ...['trace-analysis', 'statistics', 'result'],
      ],
      'A command reads arguments, calls one function and prints. Nothing imports a command.',
    ),
    importsOnly(
      'compare',
      ['report', 'statistics', 'result'],
      'Results of any two runs can be compared: nothing is measured for it.',
    ),
    importsOnly(
      'run',
      ['targets', 'workload', 'trace-analysis', 'statistics', 'result'],
      'A run composes what is measured, what is sent and what that shows. It does not know who started it or who draws it.',
    ),
    importsOnly(
      'floor',
      ['run', 'report', 'targets', 'workload', 'statistics', 'result'],
      'What an operation costs is measured beside other servers, and drawn with what draws reports.',
    ),
    importsOnly(
      'scale',
      ['pages', 'run', 'report', 'targets', 'workload', 'statistics', 'result'],
      'Sizes are measured with what measures scenarios, and drawn with what draws reports.',
    ),
    importsOnly(
      'indexes',
      ['pages', 'run', 'report', 'targets', 'result'],
      'Indexes are audited with the pages whose size is measured, and drawn with what draws reports.',
    ),
    importsOnly(
      'pages',
      ['targets', 'workload', 'trace-analysis', 'statistics'],
      'The statement of a page is captured and explained for whoever measures it.',
    ),
    importsOnly(
      'analysis-cost',
      ['trace-analysis'],
      'What the analysis of a trace costs depends on traces alone.',
    ),
    importsOnly('report', ['result'], 'A report is drawn from result.json and from nothing else.'),
    importsOnly(
      'result',
      ['trace-analysis', 'statistics'],
      'The result is made of what the analysis and the statistics find.',
    ),
    importsOnly('trace-analysis', ['statistics'], 'Anyone’s traces can be analysed: no benchmark is needed.'),
    {
      name: 'formats-stand-alone',
      comment: 'A format knows what all of them share, and no other format.',
      severity: 'error',
      from: { path: '^benchmarks/trace-analysis/formats/([^/]+)/' },
      to: {
        path: '^benchmarks/trace-analysis/',
        pathNot: [
          '^benchmarks/trace-analysis/(requests|formats/$1)/',
          '^benchmarks/trace-analysis/formats/(trace-format|logged-requests)\\.ts$',
        ],
      },
    },
    {
      name: 'observed-in-one-request',
      comment: 'What one request shows is observed without what is concluded from many.',
      severity: 'error',
      from: { path: '^benchmarks/trace-analysis/findings/n-plus-one/observation/' },
      to: { path: '^benchmarks/trace-analysis/findings/n-plus-one/[^/]+$' },
    },
    importsOnly('targets', [], 'A target does not know how it is measured.'),
    importsOnly('workload', [], 'The requests do not depend on who answers them.'),
    importsOnly('statistics', [], 'Statistics are arithmetic: they know no scenario and no result.'),
    {
      name: 'result-holds-types',
      comment: 'result.ts describes a file. It runs nothing.',
      severity: 'error',
      from: { path: '^benchmarks/result\\.ts$' },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'load-generator-stands-alone',
      comment:
        'The load generator is a process of its own: what it loads costs time on the machine that is measured.',
      severity: 'error',
      from: { path: '^benchmarks/workload/load/' },
      to: { path: '^(src|prisma|benchmarks|test)/', pathNot: '^benchmarks/workload/load/' },
    },
    {
      name: 'benchmarks-know-no-test',
      comment: 'A benchmark runs without the tests.',
      severity: 'error',
      from: { path: '^benchmarks/' },
      to: { path: '^test/' },
    },
    {
      name: 'tests-stand-alone',
      comment:
        'Each test file passes alone. What two of them need is a file of its own: beside them, or in test/support.',
      severity: 'error',
      from: {},
      to: { path: '\\.test\\.ts$' },
    },
    {
      name: 'declared-packages',
      comment: 'What is imported is in package.json. The programs of the corpus are run elsewhere.',
      severity: 'error',
      // The peers have a package.json of their own.
      from: { pathNot: ['^benchmarks/targets/contenders/peers/', '/corpus/programs/'] },
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
