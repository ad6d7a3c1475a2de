import { createServer } from 'node:http'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { listen, serve } from './serve.mjs'

/** The same pages by PostGraphile, which makes an API of the tables. Without its behaviours of indexes it filters and orders by any column. */
serve({}, async (databaseUrl) => {
  const instance = postgraphile({
    extends: [PostGraphileAmberPreset],
    disablePlugins: ['PgIndexBehaviorsPlugin'],
    pgServices: [makePgService({ connectionString: databaseUrl, schemas: ['public'] })],
    grafserv: { watch: false, graphiql: false, graphqlPath: '/graphql' },
    grafast: { explain: false },
  })
  const server = createServer()
  await instance.createServ(grafserv).addTo(server)
  return { listen: () => listen(server) }
})
