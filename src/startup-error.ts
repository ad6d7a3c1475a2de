/** The program cannot start for an external reason. The message is one sentence for a person, printed without a stack. */
export class StartupError extends Error {
  override readonly name = 'StartupError'
}
