import type { WireText } from './send-wire.ts'

/** An answer, and the ETag of the state that it shows. */
export interface KeptAnswer {
  etag: string
  wire: WireText
}

export interface KeptAnswers {
  of(wireId: string): KeptAnswer | undefined
  /** Offers an answer; it is kept only when its task was asked for before. */
  keep(wireId: string, answer: KeptAnswer): void
}

/** Characters, of one route: some six thousand answers of usual size. */
const LENGTH_MAX = 8 * 1024 * 1024
const ANSWER_LENGTH_MAX = 16 * 1024
/** How many tasks that were asked for once are remembered at most. */
const ASKED_MAX = 4096

/**
 * The answers that a route gave last, in bounded memory; the oldest is let go first. What is asked for once is not kept:
 * memory that turns over with every request costs more than rendering anew.
 */
export function makeKeptAnswers(): KeptAnswers {
  const answers = new Map<string, KeptAnswer>()
  let length = 0
  const asked = new Uint32Array(ASKED_MAX)

  function wasAsked(wireId: string): boolean {
    const sum = checksumOf(wireId)
    const place = sum % ASKED_MAX
    if (asked[place] === sum) return true
    asked[place] = sum
    return false
  }

  function drop(wireId: string): void {
    length -= lengthOf(answers.get(wireId))
    answers.delete(wireId)
  }

  return {
    of: (wireId) => answers.get(wireId),
    keep(wireId, answer) {
      drop(wireId)
      if (lengthOf(answer) > ANSWER_LENGTH_MAX || !wasAsked(wireId)) return
      answers.set(wireId, answer)
      length += lengthOf(answer)
      for (const oldest of answers.keys()) {
        if (length <= LENGTH_MAX) return
        drop(oldest)
      }
    },
  }
}

function lengthOf(answer: KeptAnswer | undefined): number {
  return answer?.wire.text?.length ?? 0
}

/** 32 bits of an id's end, which is random. Two ids with the same only share what is remembered of them. */
function checksumOf(wireId: string): number {
  let sum = 0
  for (let at = Math.max(0, wireId.length - 10); at < wireId.length; at += 1) {
    sum = (Math.imul(sum, 31) + wireId.charCodeAt(at)) >>> 0
  }
  return sum
}
