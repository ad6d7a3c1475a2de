import * as v from 'valibot'
import { DEFAULT_DOCUMENT_LIMITS as DEFAULTS, type DocumentLimits } from './document-limits.ts'

/** Reading a document recurses with its depth. */
const MAX_MAX_DEPTH = 200
const BYTES_PER_MB = 1_000_000

/** The variables of the environment that set the limits of documents. */
export const documentVariables = {
  MAX_TOKENS: limit(DEFAULTS.tokens),
  MAX_DEPTH: limit(DEFAULTS.depth, MAX_MAX_DEPTH),
  MAX_ALIASES: limit(DEFAULTS.aliases),
  MAX_DIRECTIVES: limit(DEFAULTS.directives),
  MAX_ROOT_FIELDS: limit(DEFAULTS.rootFields),
  MAX_SELECTIONS: limit(DEFAULTS.selections),
  MAX_COMPARISONS: limit(DEFAULTS.comparisons),
  MAX_STATEMENTS: limit(DEFAULTS.statements),
  MAX_ROWS: limit(DEFAULTS.rows),
  MAX_VALUES: limit(DEFAULTS.values),
  MAX_LIST_ROWS: limit(DEFAULTS.listRows),
  MAX_RESPONSE_BYTES: limit(DEFAULTS.responseBytes),
  MAX_DOCUMENT_CACHE_MB: limit(DEFAULTS.cacheBytes / BYTES_PER_MB),
}

const Settings = v.object(documentVariables)

/** The limits that the parsed variables set: megabytes become bytes. */
export function documentLimitsOf(settings: v.InferOutput<typeof Settings>): DocumentLimits {
  return {
    tokens: settings.MAX_TOKENS,
    depth: settings.MAX_DEPTH,
    aliases: settings.MAX_ALIASES,
    directives: settings.MAX_DIRECTIVES,
    rootFields: settings.MAX_ROOT_FIELDS,
    selections: settings.MAX_SELECTIONS,
    comparisons: settings.MAX_COMPARISONS,
    statements: settings.MAX_STATEMENTS,
    rows: settings.MAX_ROWS,
    values: settings.MAX_VALUES,
    listRows: settings.MAX_LIST_ROWS,
    responseBytes: settings.MAX_RESPONSE_BYTES,
    cacheBytes: settings.MAX_DOCUMENT_CACHE_MB * BYTES_PER_MB,
  }
}

function limit(byDefault: number, max = 1_000_000_000) {
  const count = v.pipe(v.string(), v.digits(), v.transform(Number), v.minValue(1), v.maxValue(max))
  return v.optional(v.message(count, `a whole number from 1 to ${max}`), String(byDefault))
}
