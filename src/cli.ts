import { runCommand } from './commands/run-command.ts'
import { StartupError } from './lib/startup-error.ts'
import { ConfigError } from './config.ts'

/** The `medley` command. What people have to mend comes as a sentence; everything else with its stack. */
try {
  process.exitCode = await runCommand(process.argv.slice(2))
} catch (error) {
  const isForPeople = error instanceof StartupError || error instanceof ConfigError
  const text =
    isForPeople || !(error instanceof Error) ? String(error instanceof Error ? error.message : error) : error.stack
  process.stderr.write(`medley: ${text}\n`)
  process.exitCode = 1
  // Whatever was started before the failure must not keep the process.
  setTimeout(() => process.exit(1), 3000).unref()
}
