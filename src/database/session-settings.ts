/**
 * The settings of each session. A page statement contains ways that are not taken: PostgreSQL would compile them too,
 * for longer than the statement takes, and plan them anew each time. One core for each statement: a directory has many
 * readers at once, and on two cores a parallel count of a million rows takes twice as long as one that is not.
 */
export const SESSION_SETTINGS =
  'set jit = off; set plan_cache_mode = force_generic_plan; set max_parallel_workers_per_gather = 0'
