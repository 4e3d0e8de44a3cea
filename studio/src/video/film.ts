import type { Canvas } from '@napi-rs/canvas'
import type { Scene } from '../image/prompt/scene.ts'
import type { StudioContext, VideoResult } from '../contract.ts'

/** A moving picture before any encoder: a picture for every moment of it. */
export interface Film {
  facts: VideoResult['facts']
  /** What is to be heard follows from it. */
  scene: Scene
  /** The picture at a time in seconds, whatever was painted before. The next call paints over it. */
  paint(seconds: number): Canvas
}

/** An abort is heard between two layers. */
export type Interrupt = Pick<StudioContext, 'signal'>

/** What films are made of: the request without its format. */
export interface FilmPlan {
  width: number
  height: number
  durationSeconds: number
}
