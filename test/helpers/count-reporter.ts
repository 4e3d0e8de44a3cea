import type { Reporter, TestModule, SerializedError } from 'vitest/node'

/**
 * Prints `N passed, N failed` as the very last line, which is what `.ci/run` and people look for. Before it, each test that
 * passed at its second try only, with what went wrong at the first: a fault to look for, of the test or of ours.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    let passed = 0
    // What `npm run check` found before the tests counts with them.
    let failed = errors.length + Number(process.env['MEDLEY_CHECKS_FAILED'] ?? 0)
    let skipped = 0
    const secondTries: string[] = []
    for (const module of modules) {
      let tests = 0
      for (const test of module.children.allTests()) {
        tests += 1
        const { state, errors: failures = [] } = test.result()
        if (test.diagnostic()?.flaky === true) {
          secondTries.push(`at its second try: ${module.relativeModuleId} > ${test.fullName}: ${failures[0]?.message}`)
        }
        if (state === 'passed') passed += 1
        else if (state === 'skipped') skipped += 1
        else failed += 1
      }
      if (tests === 0 && module.state() === 'failed') failed += 1
    }
    const line = `${passed} passed, ${failed} failed` + (skipped > 0 ? `, ${skipped} skipped` : '')
    process.on('exit', () => process.stdout.write(`${[...secondTries, line].join('\n')}\n`))
  }
}
