import { createRequire } from 'node:module'
import { GlobalFonts } from '@napi-rs/canvas'

const require = createRequire(import.meta.url)

/** Inter (OFL-1.1) comes cut up by script; a title in a script that it lacks cannot be lettered. */
const scripts = ['latin', 'latin-ext', 'cyrillic', 'greek'] as const
const WEIGHT = 900

let family: string | null = null

/** The list of families for `pen.font`: ours only, never the machine's, so that a seed gives the same letters everywhere. */
export function displayFonts(): string {
  if (family !== null) return family
  const names = scripts.map((script) => {
    const name = `Studio ${script}`
    GlobalFonts.registerFromPath(
      require.resolve(`@fontsource/inter/files/inter-${script}-${WEIGHT}-normal.woff2`),
      name,
    )
    return `"${name}"`
  })
  family = names.join(', ')
  return family
}

const covered = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{P}\p{Zs}$+<=>|~^`€£]/u

/** The title without what the fonts have no letters for; null when nothing is left to read. */
export function letterable(title: string): string | null {
  const kept = Array.from(title)
    .filter((character) => covered.test(character))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
  return /[\p{L}\p{N}]/u.test(kept) ? kept : null
}
