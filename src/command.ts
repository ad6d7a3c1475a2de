import { type ParseArgsConfig, parseArgs } from 'node:util'

/** A command line that is not valid. The message says what was expected, and what came. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export type Options = NonNullable<ParseArgsConfig['options']>

/** What a command takes; each also takes `--help`. */
export interface CommandLine<Own extends Options> {
  /** The first word of its errors. */
  name: string
  /** As a person starts it with arguments, such as `npm run seed --`. */
  start: string
  help: string
  options: Own
  /** What it takes beside options, such as `files`; without it, nothing. */
  takes?: string
}

export type Arguments<Own extends Options> = ReturnType<
  typeof parseArgs<{ options: Own; allowPositionals: true; args: string[] }>
>

/**
 * Runs a command on this process's arguments: prints its help where that is asked for, and ends every failure with one
 * sentence on standard error and the exit code 1.
 */
export async function runCommand<Own extends Options>(
  line: CommandLine<Own>,
  main: (args: Arguments<Own>) => Promise<void> | void,
): Promise<void> {
  const args = process.argv.slice(2)
  try {
    if (args.includes('--help')) console.log(line.help)
    else await main(readArguments(line, args))
  } catch (error) {
    reportFailure(line, error)
  }
}

/** Prints why a command failed, in one sentence, and sets the exit code to 1. */
export function reportFailure(
  { name, start }: Pick<CommandLine<Options>, 'name' | 'start'>,
  error: unknown,
): void {
  const advice = error instanceof UsageError ? ` (see ${start} --help)` : ''
  // What was typed, or read from a file, must not move the cursor of a terminal.
  console.error(`${name}: ${sentenceOf(error)}${advice}`.replaceAll(/[^\n\P{Cc}]|\p{Cf}/gu, '\ufffd'))
  process.exitCode = 1
}

/**
 * An error in one sentence, also where it is a set of errors: one for each address that was tried, or one and what failed
 * while cleaning up after it.
 */
export function sentenceOf(error: unknown): string {
  if (error instanceof SuppressedError) return sentenceOf(error.suppressed)
  if (error instanceof AggregateError && error.message === '') return sentenceOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

/** @throws UsageError */
export function readArguments<Own extends Options>(
  { options, takes }: Pick<CommandLine<Own>, 'options' | 'takes'>,
  args: string[],
): Arguments<Own> {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: true as const })
    const [unexpected] = parsed.positionals
    if (takes === undefined && unexpected !== undefined)
      throw new UsageError(expectation(options, takes, unexpected))
    return parsed
  } catch (error) {
    if (!isArgumentError(error)) throw error
    const [, unknown] = /^Unknown option '(.+?)'/.exec(error.message) ?? []
    // The first sentence of such an error names the mistake; the rest is advice.
    throw new UsageError(
      unknown === undefined ? (error.message.split('. ')[0] ?? '') : expectation(options, takes, unknown),
    )
  }
}

function expectation(options: Options, takes: string | undefined, came: string): string {
  const known = [...(takes === undefined ? [] : [takes]), ...Object.keys(options).map((name) => `--${name}`)]
  const others = known.length === 0 ? 'no argument but' : `${known.join(', ')} or`
  return `expected ${others} --help, got ${came}`
}

function isArgumentError(error: unknown): error is Error & { code: string } {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

/** A whole number within these limits. @throws UsageError naming the option. */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new UsageError(`expected ${option} to be a whole number from ${min} to ${max}, got "${text}"`)
}

/** One of these words. @throws UsageError with the list of them. */
export function oneOf<Word extends string>(option: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text)
  if (found !== undefined) return found
  throw new UsageError(`expected ${option} to be ${words.join(', ')}, got "${text}"`)
}
