import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Drawing } from './drawing.ts'

const require = createRequire(import.meta.url)

interface EmojiSet {
  bodies: ReadonlyMap<string, string>
  /** "Animals & Nature", "Food & Drink", ... */
  categories: ReadonlyMap<string, string>
  /** The drawing of each character, for prompts that hold emoji themselves. */
  byCharacter: ReadonlyMap<string, string>
  /** emojilib's words of each drawing, the official name first. */
  keywords: ReadonlyMap<string, readonly string[]>
}

let loaded: EmojiSet | null = null

/** Nine megabytes of JSON: read at the first picture of the worker, not at import. */
export function emojiSet(): EmojiSet {
  loaded ??= loadEmojiSet()
  return loaded
}

export function emojiDrawing(name: string): Drawing | null {
  const body = emojiSet().bodies.get(name)
  return body === undefined ? null : { width: 32, height: 32, body }
}

function loadEmojiSet(): EmojiSet {
  const bodies = new Map<string, string>()
  for (const [name, icon] of entriesAt('@iconify-json/fluent-emoji-flat/icons.json', 'icons')) {
    if (isRecord(icon) && typeof icon.body === 'string') bodies.set(name, icon.body)
  }
  const categories = new Map<string, string>()
  for (const [category, names] of entriesAt('@iconify-json/fluent-emoji-flat/metadata.json', 'categories')) {
    for (const name of stringsIn(names)) categories.set(name, category)
  }
  const byCharacter = new Map<string, string>()
  for (const [codes, name] of entriesAt('@iconify-json/fluent-emoji-flat/chars.json', null)) {
    if (typeof name === 'string' && bodies.has(name)) byCharacter.set(toCharacter(codes), name)
  }
  const keywords = new Map<string, readonly string[]>()
  for (const [character, words] of entriesAt('emojilib', null)) {
    const name = byCharacter.get(character.replaceAll('\ufe0f', ''))
    if (name !== undefined) keywords.set(name, stringsIn(words))
  }
  return { bodies, categories, byCharacter, keywords }
}

function entriesAt(file: string, key: string | null): [string, unknown][] {
  const parsed: unknown = JSON.parse(readFileSync(require.resolve(file), 'utf8'))
  const record = key === null ? parsed : isRecord(parsed) ? parsed[key] : null
  return isRecord(record) ? Object.entries(record) : []
}

function toCharacter(codes: string): string {
  return codes
    .split('-')
    .filter((code) => code !== 'fe0f')
    .map((code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .join('')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function stringsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
