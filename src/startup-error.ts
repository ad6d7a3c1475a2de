/** Something outside the program keeps it from starting. The message is one sentence for a person; no stack helps. */
export class StartupError extends Error {
  override readonly name = 'StartupError'
}

/** For the end of a command's promise: says why it cannot go on, and sets the exit code to 1. */
export function reportFailure(error: unknown): void {
  console.error(error instanceof StartupError ? `jadwal: ${error.message}` : error)
  process.exitCode = 1
}
