import type { Command } from './command.ts'

type Commands = Readonly<Record<string, Command>>

/** `key revoke ID|PREFIX`: the name, its words, and whether there are options. */
export function usageOf(name: string, { words, options }: Pick<Command, 'words' | 'options'>): string {
  return [name, ...words, ...(Object.keys(options).length === 0 ? [] : ['[options]'])].join(' ')
}

/** Several commands, a line each. */
export function renderCommands(commands: Commands): string {
  const lines = Object.entries(commands).map(
    ([name, command]) => `  medley ${usageOf(name, command).padEnd(36)} ${command.meaning}`,
  )
  return `usage:\n${lines.join('\n')}\n\nmore of one: medley <command> --help\n`
}

/** One command: how it is used, what each option is, and an example. */
export function renderCommand(name: string, command: Command): string {
  const options = Object.entries(command.options).map(([option, [value, meaning]]) => {
    return `  ${`--${option} ${value}`.trimEnd().padEnd(28)} ${meaning}`
  })
  return [
    `medley ${usageOf(name, command)}`,
    '',
    command.meaning,
    ...(options.length === 0 ? [] : ['', 'options:', ...options]),
    '',
    'example:',
    `  npm run -s medley -- ${command.example}`,
    '',
  ].join('\n')
}
