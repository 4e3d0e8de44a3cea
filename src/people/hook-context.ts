import type { GenericEndpointContext } from 'better-auth'

/** As better-auth's hooks get it: after the step, `returned` is its answer, or its refusal. */
export type HookContext = GenericEndpointContext & { context: { returned?: unknown } }
