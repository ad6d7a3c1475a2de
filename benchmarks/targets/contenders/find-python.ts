import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const INTERPRETERS = ['python3', '/usr/bin/python3']
const PACKAGES = ['fastapi', 'sqlalchemy', 'uvicorn', 'psycopg2']

/** Debian's names of what the article's stack needs. */
export const ARTICLE_PACKAGES = ['python3-fastapi', 'python3-sqlalchemy', 'uvicorn', 'python3-psycopg2']

/** A Python interpreter that has the packages of the article's stack; undefined if there is none. */
export async function findPython(): Promise<string | undefined> {
  for (const interpreter of INTERPRETERS) {
    const found = await promisify(execFile)(interpreter, ['-c', `import ${PACKAGES.join(', ')}`]).then(
      () => true,
      () => false,
    )
    if (found) return interpreter
  }
  return undefined
}
