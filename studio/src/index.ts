/** The studio's front door. Generators are not exported: they are loaded inside worker threads only. */
export type * from './contract.ts'
export { IMAGE_EDITS, SONG_TRANSFORMS } from './contract.ts'
export { makeStudio, type Studio, type StudioRunContext } from './make-studio.ts'
export { Refusal } from './refusal.ts'
