/** What the headers of a film tell, without decoding it. */
export interface VideoFacts {
  /** Null when the file does not tell. */
  durationSeconds: number | null
  /** As shown, turned the right way up; null = no picture in it. */
  video: { width: number; height: number } | null
}

export function positive(value: number): number | null {
  return Number.isFinite(value) && value > 0 ? value : null
}
