/** Song lyrics from a prompt: theme and title from its own words, true rhymes and metre from the dictionary. */
import type { LyricsRequest, LyricsResult, StudioContext } from '../contract.ts'
import { chorusLines } from './banks/chorus-lines.ts'
import { hope } from './banks/feeling-lines.ts'
import { buildLines, turnLeads, turnReplies, youLines } from './banks/mood-lines.ts'
import { type Choice, makeChoice } from './choose-lines.ts'
import { hookLines, mentionLines } from './fill-subject.ts'
import type { Subject } from './find-subjects.ts'
import { choose, type Line, makeLine, readBank } from './line-pool.ts'
import { makeRandom, type Random } from './make-random.ts'
import { type Brief, readPrompt } from './read-prompt.ts'
import { titleCase } from './title-case.ts'
import { joinStanzas, type Stanza, writeCouplet, writeQuatrain } from './write-stanza.ts'

interface Song {
  brief: Brief
  choice: Choice
  random: Random
  /** Of each theme. */
  themeLines: Line[][]
  chorusLines: Line[]
}

export async function writeLyrics(request: LyricsRequest, context: StudioContext): Promise<LyricsResult> {
  context.signal.throwIfAborted()
  context.onProgress(0)
  const brief = readPrompt(request.prompt, makeRandom(request.seed, 'brief'))
  const song = startSong(brief, makeRandom(request.seed, 'lines'))
  context.onProgress(50)
  const { form } = brief.genre
  const chorus: [string, Stanza] = ['[Chorus]', writeChorus(song)]
  const build: [string, Stanza][] = form.hasPreChorus ? [['[Pre-Chorus]', writePreChorus(song)]] : []
  const [first, second] = [writeVerse(song, 0), writeVerse(song, 1)]
  const bridge: [string, Stanza] = ['[Bridge]', writeBridge(song)]
  const sections: [string, Stanza][] = [
    ['[Verse 1]', first],
    ...build,
    chorus,
    ['[Verse 2]', second],
    ...build,
    chorus,
    bridge,
    chorus,
  ]
  context.signal.throwIfAborted()
  context.onProgress(100)
  const distinct = new Map(sections)
  return {
    kind: 'lyrics',
    title: titleCase(brief.hook.text),
    lyrics: sections.map(([tag, stanza]) => [tag, ...stanza.lines].join('\n')).join('\n\n'),
    tags: [...distinct.keys()],
    rhymes: [...distinct.values()].flatMap((stanza) => stanza.rhymes),
  }
}

function startSong(brief: Brief, random: Random): Song {
  return {
    brief,
    random,
    choice: makeChoice(random),
    themeLines: brief.themes.map((theme) => linesOf(theme.lines, brief, random, 0)),
    chorusLines: feelingLines(brief, random),
  }
}

/** "It burns in me" speaks of a thing or of a feeling; to a person one says "you". */
function feelingLines(brief: Brief, random: Random): Line[] {
  const plain = linesOf(chorusLines, brief, random, 2)
  if (!speaksToSomebody(brief)) return plain
  const others = plain.filter((line) => !/^(?:It|I hear it|I feel it|I know it)\b/.test(line.text))
  return brief.isSad ? others : [...others, ...linesOf(youLines, brief, random, 3)]
}

function speaksToSomebody(brief: Brief): boolean {
  return brief.hook.kind === 'person' || (brief.hook.text.startsWith('my ') && brief.themes[0]?.name === 'animals')
}

/** A verse names one of the prompt's subjects; the less the themes know of them, the more often. */
function writeVerse(song: Song, index: number): Stanza {
  const { brief, choice, random, themeLines } = song
  const { form } = brief.genre
  // Plain statements, which fit any verse should the themes run short of rhymes.
  const spare = [...weigh(song.chorusLines, 0), ...linesOf(hope, brief, random, -1)]
  const themed = themeLines.flatMap((bank, rank) => weigh(bank, 3 - Math.abs(rank - index) * 0.4))
  const lines = [...themed, ...spare]
  const odd = lines.filter((line) => line.syllables === 8)
  const even = form.isBallad ? lines.filter((line) => line.syllables === 6) : odd
  const stanzas: Stanza[] = []
  for (let quatrain = 0; quatrain < form.verseLines / 4; quatrain += 1) {
    const subject = quatrain === 0 || brief.isStrange ? verseSubject(brief, index + quatrain) : null
    const first = subject === null ? [] : mentionLines(subject, { isSad: brief.isSad, random })
    stanzas.push(writeQuatrain(choice, form.scheme, { first, odd, even }))
  }
  return joinStanzas(stanzas)
}

/** What the prompt names beside the hook, in turn. */
function verseSubject(brief: Brief, turn: number): Subject | null {
  if (brief.subjects.length === 0) return null
  const others = brief.subjects.filter((subject) => !brief.hook.text.includes(subject.text))
  return others[turn % Math.max(1, others.length)] ?? brief.hook
}

/** The first line carries the title, and so does one near the end, where the ear waits for it. */
function writeChorus(song: Song): Stanza {
  const { brief, choice, random } = song
  const { form } = brief.genre
  const hooks = hookLines(brief.hook, { isSad: brief.isSad, random })
  // A lullaby has no hands in the air: what is quiet stays with its theme.
  const themed = weigh(song.themeLines.flat(), brief.genre.isQuiet ? 4 : 1)
  const lines = [...song.chorusLines, ...themed]
  const eights = lines.filter((line) => line.syllables === 8)
  const quatrain = writeQuatrain(choice, form.scheme, { first: hooks, last: hooks, odd: eights, even: eights })
  if (form.chorusLines === 4) return quatrain
  const {
    lines: [second = '', first = ''],
    rhymes,
  } = writeCouplet(choice, [hooks, eights], eights)
  return joinStanzas([quatrain, { lines: [first, second], rhymes }])
}

function writePreChorus(song: Song): Stanza {
  const lines = linesOf(buildLines, song.brief, song.random, 0)
  return writeCouplet(song.choice, [lines], lines)
}

/** The turn of the song is told in the other length of line, in couplets. */
function writeBridge({ brief, choice, random }: Song): Stanza {
  const syllables = brief.genre.form.isBallad ? 8 : 6
  const [leads, replies] = [turnLeads, turnReplies].map((bank) =>
    linesOf(bank, brief, random, 0).filter((line) => line.syllables === syllables),
  )
  if (leads === undefined || replies === undefined) throw new Error('The bridge has no lines')
  return joinStanzas([writeCouplet(choice, [leads], replies), writeCouplet(choice, [leads], replies)])
}

function linesOf(bank: string, brief: Brief, random: Random, weight: number): Line[] {
  return readBank(bank, brief.isSad).map((row) => makeLine(choose(row, random), row, weight))
}

function weigh(lines: Line[], weight: number): Line[] {
  return lines.map((line) => ({ ...line, weight }))
}
