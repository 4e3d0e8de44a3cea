// Runs every check in turn and goes on after a failure, so that one run shows all there is to mend. Ends with the tests' line
// `N passed, N failed`, in which each other check that fails counts as one more failure.
import { spawnSync } from 'node:child_process'

const isFixing = process.argv.includes('--fix')
const checks = [
  ['format', 'oxfmt', isFixing ? [] : ['--check']],
  ['lint', 'oxlint', ['--type-aware', '--deny-warnings', ...(isFixing ? ['--fix'] : [])]],
  ['types', 'tsc', ['-p', '.']],
  ['dead code', 'knip', []],
]
let failed = 0
for (const [name, command, args] of checks) {
  const started = performance.now()
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(`${status === 0 ? 'ok' : 'FAILED'}: ${name} (${seconds} s)\n`)
  if (status !== 0) failed += 1
}
if (process.argv.includes('--no-tests')) {
  process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`)
  process.exitCode = failed === 0 ? 0 : 1
} else {
  const { status } = spawnSync('vitest', ['run'], {
    stdio: 'inherit',
    env: { ...process.env, MEDLEY_CHECKS_FAILED: String(failed) },
  })
  process.exitCode = failed === 0 && status === 0 ? 0 : 1
}
