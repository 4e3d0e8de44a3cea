import fc from 'fast-check'

/**
 * The seed of every property test. A gate that draws anew each time refuses a good change for an old fault, so it draws
 * the same each time; whoever hunts draws others: `MEDLEY_PROPERTY_SEED=7 npm test -- src/lib`.
 */
fc.configureGlobal({ seed: Number(process.env['MEDLEY_PROPERTY_SEED'] ?? 1) })
