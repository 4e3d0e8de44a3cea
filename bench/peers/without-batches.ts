// Loaded in front of a real Medley (`node --import`): puts `plain-batcher.ts` in place of its batcher. What runs then is the
// same program to the last header, but for one statement a request.
import { registerHooks } from 'node:module'

const plain = new URL('./plain-batcher.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context)
    return resolved.url.endsWith('/src/lib/batcher.ts') ? { ...resolved, url: plain } : resolved
  },
})
