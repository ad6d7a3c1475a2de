import { createServer } from 'node:http'
import { useResponseCache } from '@graphql-yoga/plugin-response-cache'
import DataLoader from 'dataloader'
import { createSchema, createYoga } from 'graphql-yoga'
import { createReader, SCHEMA } from './plain-api.mjs'
import { listen, serve } from './serve.mjs'

const CACHE_MS = 2000

/** The same pages by Yoga, which keeps its responses for some seconds. */
serve({}, async (databaseUrl) => {
  const reader = createReader(databaseUrl)
  const yoga = createYoga({
    schema: createSchema({
      typeDefs: SCHEMA,
      resolvers: {
        Query: {
          doctors: (_root, { first }) => reader.page(first),
          specializations: () => reader.specializations(),
        },
        Doctor: {
          specializations: ({ id }, _args, { specializations }) => specializations.load(id),
          schedules: ({ id }, _args, { schedules }) => schedules.load(id),
        },
      },
    }),
    context: () => ({
      specializations: new DataLoader(reader.specializationsByDoctorId),
      schedules: new DataLoader(reader.schedulesByDoctorId),
    }),
    logging: false,
    graphiql: false,
    plugins: [useResponseCache({ session: () => null, ttl: CACHE_MS })],
  })
  return { listen: () => listen(createServer(yoga)) }
})
