import { parseArgs } from 'node:util'

import { StartupError } from '../lib/startup-error.ts'
import type { Command, Given } from './command.ts'
import { usageOf } from './help.ts'

/** Reads `--name value` options and words as the command takes them; anything else is refused with a sentence. */
export function readGiven(name: string, command: Pick<Command, 'words' | 'options'>, args: readonly string[]): Given {
  const { options } = command
  const refuse = (fault: string): never => {
    throw new StartupError(`${fault}\nusage: medley ${usageOf(name, command)}\nmore: medley ${name} --help`)
  }
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(options).map(([option, [value]]) => [option, { type: value === '' ? 'boolean' : 'string' }]),
    ),
  })
  const given: Given = { words: [], values: {} }
  for (const token of tokens) {
    if (token.kind === 'positional') given.words.push(token.value)
    if (token.kind !== 'option') continue
    const { name: option, rawName, value, inlineValue } = token
    const known = Object.hasOwn(options, option) && rawName.startsWith('--') ? options[option] : undefined
    if (known === undefined) return refuse(`medley ${name} has no option ${rawName}`)
    if (given.values[option] !== undefined) return refuse(`say ${rawName} once`)
    const [wanted] = known
    if (wanted === '' && value !== undefined) return refuse(`${rawName} takes no value`)
    if (wanted !== '' && (value === undefined || value === '' || (value.startsWith('-') && !inlineValue))) {
      return refuse(`${rawName} needs a value: ${rawName} ${wanted}`)
    }
    given.values[option] = value ?? ''
  }
  const { words } = command
  const missing = words.filter((word) => !word.startsWith('['))[given.words.length]
  if (missing !== undefined) return refuse(`say ${missing}`)
  const extra = given.words[words.length]
  if (extra !== undefined) return refuse(`medley ${name} does not take ${extra}`)
  return given
}
