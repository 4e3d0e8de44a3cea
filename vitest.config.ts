import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'studio/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: './test/helpers/global-setup.ts',
    setupFiles: './test/helpers/property-seed.ts',
    reporters: ['default', './test/helpers/count-reporter.ts'],
    // Real databases and real renders: a bound against hanging, not a measure of speed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Never by default. The gate asks for one, and says which tests needed it.
    retry: Number(process.env['MEDLEY_TEST_RETRIES'] ?? 0),
    pool: 'forks',
    maxWorkers: 2,
  },
})
