/** Says nothing; tests that care what is logged bring their own. */
export const quietLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
