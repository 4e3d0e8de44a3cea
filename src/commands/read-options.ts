import { parseArgs } from 'node:util'

import { StartupError } from '../lib/startup-error.ts'

/** Reads `--name value` options and positional words; anything unknown is refused with a sentence. */
export function readOptions<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): { values: Partial<Record<Name, string>>; words: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    })
    const read: Partial<Record<Name, string>> = {}
    for (const name of names) {
      const value = values[name]
      if (typeof value === 'string') read[name] = value
    }
    return { values: read, words: positionals }
  } catch (error) {
    throw new StartupError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
