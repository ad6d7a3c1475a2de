/** The program cannot start for an external reason. The message is one sentence for a person, printed without a stack. */
export class StartupError extends Error {
  override readonly name = 'StartupError'
}

/** Prints why a command failed and sets the exit code to 1. */
export function reportFailure(error: unknown): void {
  console.error(error instanceof StartupError ? `jadwal: ${error.message}` : error)
  process.exitCode = 1
}
