#!/usr/bin/env node
// Plain JavaScript, so that a Node too old to read TypeScript gets a sentence instead of a syntax error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

// Node 23 learned to read TypeScript in 23.6, after 22 had branched off.
if (major < 22 || (major === 22 && minor < 18) || (major === 23 && minor < 6)) {
  process.stderr.write(
    `Medley needs Node 22.18 or newer, and this is Node ${process.versions.node}: start it with \`npm start\` after \`npm ci\`, which brings its own Node.\n`,
  )
  process.exitCode = 1
} else {
  await import('../src/cli.ts')
}
