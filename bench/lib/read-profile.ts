import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

export interface ProfileLine {
  what: string
  /** Share of the time in which anything ran. */
  share: number
}

/**
 * A V8 processor profile by function and by package, what itself took most first; idle time and the first `skipMs`, in which
 * the program was loaded, are left out.
 */
export function readProfile(folder: string, skipMs: number): { functions: ProfileLine[]; packages: ProfileLine[] } {
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'))
  if (file === undefined) throw new Error(`there is no profile in ${folder}`)
  const profile: Profile = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const frames = new Map(profile.nodes.map((node) => [node.id, node.callFrame]))
  const functions = new Map<string, number>()
  const packages = new Map<string, number>()
  let total = 0
  let elapsedMicros = 0
  for (const [index, id] of profile.samples.entries()) {
    const frame = frames.get(id)
    const micros = profile.timeDeltas[index] ?? 0
    elapsedMicros += micros
    if (frame === undefined || frame.functionName === '(idle)' || elapsedMicros < skipMs * 1000) continue
    total += micros
    const place = placeOf(frame.url)
    add(
      functions,
      `${frame.functionName || '(anonymous)'} ${place}${frame.url === '' ? '' : `:${frame.lineNumber + 1}`}`,
      micros,
    )
    add(packages, frame.url === '' ? frame.functionName : groupOf(place), micros)
  }
  return { functions: toLines(functions, total), packages: toLines(packages, total) }
}

function add(sums: Map<string, number>, key: string, micros: number): void {
  sums.set(key, (sums.get(key) ?? 0) + micros)
}

function toLines(sums: ReadonlyMap<string, number>, total: number): ProfileLine[] {
  return [...sums].map(([what, micros]) => ({ what, share: micros / total })).toSorted((a, b) => b.share - a.share)
}

function placeOf(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/(?=src\/)/, '')
}

/** The package, or the folder of ours. */
function groupOf(place: string): string {
  if (place.startsWith('node:')) return place.split('/').slice(0, 2).join('/')
  return place.startsWith('src/') ? place.split('/').slice(0, 2).join('/') : (place.split('/')[0] ?? place)
}
