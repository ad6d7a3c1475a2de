import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import { acceptedEncoding, type Encoding } from '../accepted-encoding.ts'
import { type Answer, varyBy } from '../answer.ts'

/** A response that fits into one packet arrives no sooner when it is smaller. */
const MIN_CHARACTERS = 1_400

/** Answers are as small in gzip as in brotli at a quality that is as fast, and short ones take a third of the time. */
const PREFERRED = ['gzip', 'br'] as const

const BROTLI_QUALITY = 4

/** Answers are short; the default window of 4 MB would be allocated for each. */
const BROTLI_WINDOW_BITS = 18

const JSON_TYPE = /^application\/(\S+\+)?json\b/

/** Headers `Accept-Encoding` whose encoding is remembered, and their characters together. */
const encodings = new LRUCache<string, Encoding>({
  max: 100,
  maxSize: 10_000,
  sizeCalculation: (_encoding, accepted) => accepted.length + 1,
  memoMethod: (accepted) => acceptedEncoding(accepted, PREFERRED),
})

/** The encoding in which an answer of some length is sent to a client. */
export function encodingOf(acceptEncoding: string | undefined): Encoding {
  return acceptEncoding === undefined ? 'identity' : encodings.memo(acceptEncoding)
}

/** Compresses JSON, if it is long enough, outside the event loop. */
export async function compressAnswer(answer: Answer, encoding: Encoding): Promise<Answer> {
  const { headers, body } = answer
  if (typeof body !== 'string' || body.length < MIN_CHARACTERS) return answer
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) return answer
  varyBy(answer, 'Accept-Encoding')
  if (encoding === 'identity') return answer
  headers['content-encoding'] = encoding
  return { ...answer, body: await compress[encoding](body) }
}

const compress = {
  gzip: (text: string) => promisify(gzip)(text),
  br: (text: string) =>
    promisify(brotliCompress)(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      },
    }),
}
