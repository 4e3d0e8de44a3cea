import { GatewayError } from '../domain/errors.ts'
import { StartupError } from '../lib/startup-error.ts'

/** A refusal as a sentence for who typed the command. */
export async function plainly<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    const [issue] = error.details.issues ?? []
    const sentence = issue === undefined ? error.message : `${issue.path.join(' ')} ${issue.message}`
    throw new StartupError(sentence, { cause: error })
  }
}
