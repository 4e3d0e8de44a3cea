import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'studio/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: './test/helpers/global-setup.ts',
    setupFiles: './test/helpers/property-seed.ts',
    reporters: ['default', './test/helpers/count-reporter.ts'],
    // Real databases and real renders: bounds against hanging, not measures of speed. A condition is given up before its test.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    // Never by default. The gate asks for one, and says which tests needed it.
    retry: Number(process.env['MEDLEY_TEST_RETRIES'] ?? 0),
    pool: 'forks',
    maxWorkers: 2,
  },
})
