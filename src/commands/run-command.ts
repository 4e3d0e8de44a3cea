import { StartupError } from '../lib/startup-error.ts'
import { assertHasDatabase } from './assert-has-database.ts'
import { COMMANDS } from './commands.ts'
import { renderCommand, renderCommands } from './help.ts'
import { readGiven } from './read-given.ts'

const HELP = new Set(['help', '--help', '-h'])

/** Runs what was typed behind `medley`; answers the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const words = args[0] === 'help' ? args.slice(1) : args
  const name = [words.slice(0, 2).join(' '), words[0] ?? ''].find((one) => Object.hasOwn(COMMANDS, one))
  const command = name === undefined ? undefined : COMMANDS[name]
  if (name === undefined || command === undefined) return helpWith(words)
  const rest = words.slice(name.split(' ').length)
  if (args[0] === 'help' || rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(renderCommand(name, command))
    return 0
  }
  const given = readGiven(name, command, rest)
  if (command.canBeFirst !== true) assertHasDatabase()
  return await command.run(given)
}

/** What there is: all of it, or all that begins with this word. */
function helpWith([first = 'help', second = 'help']: readonly string[]): number {
  const acts = Object.fromEntries(Object.entries(COMMANDS).filter(([name]) => name.startsWith(`${first} `)))
  const isGroup = Object.keys(acts).length > 0
  const help = renderCommands(isGroup ? acts : COMMANDS)
  if (!HELP.has(isGroup ? second : first)) {
    throw new StartupError(`there is no command ${isGroup ? `${first} ${second}` : first}\n\n${help}`)
  }
  process.stdout.write(help)
  return 0
}
