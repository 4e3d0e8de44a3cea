import { expect, test } from 'vitest'

import { COMMANDS } from './commands.ts'
import { renderCommand, renderCommands, usageOf } from './help.ts'
import { readGiven } from './read-given.ts'

const ALL = Object.entries(COMMANDS)

test.each(ALL)(
  'medley %s --help says how it is used, what each option is, and an example that can be typed',
  (name, command) => {
    const help = renderCommand(name, command)
    expect(help.startsWith(`medley ${usageOf(name, command)}\n`)).toBe(true)
    for (const [option, [value, meaning]] of Object.entries(command.options)) {
      expect(help).toContain(`--${option} ${value}`.trimEnd())
      expect(help).toContain(meaning)
    }
    expect(command.example === name || command.example.startsWith(`${name} `)).toBe(true)
    const typed = command.example.slice(name.length).match(/"[^"]*"|\S+/g) ?? []
    const args = typed.map((word) => word.replaceAll('"', ''))
    expect(() => readGiven(name, command, args)).not.toThrow()
    expect(renderCommands(COMMANDS)).toContain(`  medley ${usageOf(name, command)}`)
  },
)

test.each(ALL)('medley %s refuses what it does not take, and says what it does', (name, command) => {
  const usage = `usage: medley ${usageOf(name, command)}`
  const words = command.words.map(() => 'x')
  const refusal = (...args: string[]) => {
    try {
      readGiven(name, command, args)
    } catch (error) {
      return error instanceof Error ? error.message : ''
    }
    return ''
  }
  expect(refusal(...words, 'extra')).toContain(`medley ${name} does not take extra\n${usage}`)
  for (const option of ['--nothing', '--nothing=x', '--constructor', '-n']) {
    expect(refusal(...words, option)).toContain(`medley ${name} has no option ${option.replace('=x', '')}\n${usage}`)
  }
  if (words.length > 0) expect(refusal(...words.slice(1))).toContain(`say ${command.words.at(-1)}\n${usage}`)
  for (const [option, [value]] of Object.entries(command.options)) {
    const wrong = value === '' ? [`--${option}=x`] : [`--${option}`, `--${option}=`]
    const fault = value === '' ? 'takes no value' : `needs a value: --${option} ${value}`
    for (const one of wrong) expect(refusal(...words, one)).toContain(`--${option} ${fault}`)
    const given = value === '' ? `--${option}` : `--${option}=-x`
    expect(refusal(...words, given)).toBe('')
    expect(refusal(...words, given, given)).toContain(`say --${option} once`)
  }
})
