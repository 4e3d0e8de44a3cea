import { GatewayError } from '../domain/errors.ts'
import { StartupError } from '../lib/startup-error.ts'

/** A refusal as a sentence for who typed the command, which names what was typed: `given`, by the refusal's own names. */
export async function plainly<Result>(work: () => Promise<Result>, given: object = {}): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    const [issue] = error.details.issues ?? []
    const sentence =
      issue === undefined ? error.message : `${subjectOf(issue.path, given)} ${issue.message}`.trimStart()
    throw new StartupError(sentence, { cause: error })
  }
}

/** `--models nothing` for the path `models, 0`: people count neither from zero nor in lists. */
function subjectOf(path: readonly (string | number)[], given: object): string {
  const [name, index] = path
  if (name === undefined) return ''
  const list: unknown = Object.entries(given).find(([key]) => key === name)?.[1]
  const value: unknown = Array.isArray(list) && typeof index === 'number' ? list[index] : null
  return typeof value === 'string' ? `--${name}: ${value}` : `${name}`
}
