import Fastify from 'fastify'
import mercurius from 'mercurius'
import mercuriusCache from 'mercurius-cache'
import { createReader, SCHEMA } from './plain-api.mjs'
import { serve } from './serve.mjs'

const CACHE_SECONDS = 2

/**
 * The same pages by mercurius with its compiler and its batched loaders: a peer that is known for its speed. With `--cache`
 * it keeps what its resolvers answer for some seconds.
 */
serve({ cache: { type: 'boolean', default: false } }, async (databaseUrl, { cache }) => {
  const reader = createReader(databaseUrl)
  const byDoctor = (read) => (queries) => read(queries.map(({ obj }) => obj.id))
  const app = Fastify()
  app.register(mercurius, {
    schema: SCHEMA,
    jit: 1,
    resolvers: {
      Query: {
        doctors: (_root, { first }) => reader.page(first),
        specializations: () => reader.specializations(),
      },
    },
    loaders: {
      Doctor: {
        specializations: byDoctor(reader.specializationsByDoctorId),
        schedules: byDoctor(reader.schedulesByDoctorId),
      },
    },
  })
  if (cache) app.register(mercuriusCache, { all: true, ttl: CACHE_SECONDS })
  return { listen: async () => `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql` }
})
