type Write = (fields: object, message: string) => void

/** What the launcher needs of a logger; pino's fits. */
export type LaunchLog = { debug: Write; info: Write; warn: Write; error: Write }
