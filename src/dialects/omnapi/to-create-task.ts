import { isStandIn, type CatalogueModel } from '../../domain/catalogue.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError } from '../../domain/errors.ts'
import type { CreateTask, Warning } from '../../domain/task.ts'
import { readConfig } from './read-config.ts'
import type { Draft, Reading } from './reading.ts'
import type { Config } from './wire.ts'

interface ReadCreate extends Reading {
  /** The model as the client wrote it; null = left out. */
  asked: string | null
  config: Config | undefined
  draft: Draft
}

/** Puts the parts together, or throws `invalid_request` with everything that was wrong with them. */
export function toCreateTask({ entry, asked, config, draft, issues }: ReadCreate, context: ParseContext): CreateTask {
  const read = readConfig(config, context, issues)
  if (issues.length > 0) throw new GatewayError('invalid_request', { issues })
  return {
    dialect: 'omnapi',
    askedModel: asked ?? entry.code,
    modelKey: entry.key,
    work: draft.work,
    priceVariant: null,
    input: JSON.stringify(draft.echo),
    wire: draft.wire,
    ...read,
    warnings: isStandIn(entry) ? [standInWarning(entry)] : [],
    ...draft.needs,
  }
}

/** RULINGS 25: beatra shows it as it stands, OmnAPI in `providerRefs`. */
function standInWarning(entry: CatalogueModel): Warning {
  const message = `${entry.routes[0]?.model} stands in for ${entry.code} until a route to it is set.`
  return { code: 'stand_in_model', message, field: 'model' }
}
