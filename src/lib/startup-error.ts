/**
 * Something that the person who starts Medley has to change: a setting, a folder, a database. The message says all of it
 * in sentences, so it is printed as it is, without a stack.
 */
export class StartupError extends Error {
  override name = 'StartupError'
}
