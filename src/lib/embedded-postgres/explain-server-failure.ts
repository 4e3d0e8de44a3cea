const causes: readonly (readonly [RegExp, (dataDir: string) => string])[] = [
  [
    /No space left on device|Disk quota exceeded/i,
    (dir) => `There is no space left for the database in ${dir}: free some and start again.`,
  ],
  [/Read-only file system/i, (dir) => `The database folder in ${dir} is on a read-only file system.`],
  [
    /could not look up effective user ID/i,
    () =>
      'PostgreSQL refuses to run under a user id without a name: add a line for it to /etc/passwd, or set DATABASE_URL.',
  ],
  [
    /shared memory block .* is still in use|lock file "postmaster.pid" already exists/i,
    (dir) => `Another database server still uses ${dir}: stop it and start again.`,
  ],
  [
    /Cannot allocate memory|could not map anonymous shared memory/i,
    () => 'There is not enough memory to start the database.',
  ],
  [
    /could not locate a valid checkpoint record|invalid checkpoint|could not locate required checkpoint/i,
    (dir) => `The database in ${dir} is damaged and cannot be read: restore it from a backup.`,
  ],
  [
    /could not create any Unix-domain sockets|could not bind Unix address/i,
    (dir) =>
      `The database cannot open its socket (${dir}): is the file system able to hold sockets, and is the path short enough?`,
  ],
  [
    /Permission denied|Operation not permitted|has wrong ownership|has invalid permissions/i,
    (dir) => `The database server may not use its folder in ${dir}: its owner or its permissions were changed.`,
  ],
]

/** One sentence from what the server or initdb said before it gave up. */
export function explainServerFailure(dataDir: string, output: string): string {
  const cause = causes.find(([pattern]) => pattern.test(output))
  if (cause !== undefined) return cause[1](dataDir)
  const lines = output.trim().split('\n')
  const telling = lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? ''
  return `The database in ${dataDir} could not start: ${telling.trim() || 'it said nothing'}`
}
