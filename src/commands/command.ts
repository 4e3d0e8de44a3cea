/** What was typed behind a command's name. */
export interface Given {
  /** As many as the command takes. */
  words: string[]
  /** Of the options that were given; of one without a value the empty text. */
  values: Partial<Record<string, string>>
}

/** One act of the command line. */
export interface Command {
  /** The words behind its name, by what they are; in brackets what may be left out, which comes last. */
  words: readonly string[]
  /** By name: what its value is (empty = it has none), and what that means. */
  options: Readonly<Record<string, readonly [value: string, meaning: string]>>
  meaning: string
  /** What stands behind `medley`, as somebody would type it. */
  example: string
  /** It can be what a data folder or a database sees first; any other would make one where a folder's name was mistyped. */
  canBeFirst?: true
  /** Answers the exit code. Loaded when called: `key list` needs no server. */
  run(given: Given): Promise<number>
}
