// Ends what a chaos run has started when the run itself is killed: `+pid` and `-pid` lines on stdin name the process groups
// that live; the end of stdin means that nobody looks after them any more.
import { createInterface } from 'node:readline'

const groups = new Set<number>()
// Ctrl-C and the like are for the run, which then says goodbye by closing our stdin.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const pid = Number(line.slice(1))
  if (line.startsWith('+') && pid > 1) groups.add(pid)
  else groups.delete(pid)
})
lines.on('close', () => {
  for (const pid of groups) {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // It is gone already.
    }
  }
})
