import { isIP, type LookupFunction } from 'node:net'

import { buildConnector } from 'undici'

import { isLocalName, isPublicAddress, type AddressList } from '../lib/address-guard.ts'
import { OutgoingError } from './outgoing-error.ts'
import type { ResolveHost } from './resolve-host.ts'

export interface ConnectorOptions {
  allowPrivate: AddressList
  resolve: ResolveHost
  /** Certificate authorities (PEM) instead of the system's. */
  ca: string | null
}

/** A receiver that takes longer is as good as away. */
const CONNECT_MS = 10_000

/**
 * The one place where outgoing sockets are opened. A name is resolved once, every address of it is judged, and the socket is
 * given those very addresses: an answer that changes afterwards changes nothing. Literal addresses, which are never looked up,
 * are judged before. Certificates must be valid for the URL's host.
 */
export function makeGuardedConnector({ allowPrivate, resolve, ca }: ConnectorOptions): buildConnector.connector {
  const connect = buildConnector({
    allowH2: false,
    autoSelectFamily: true,
    lookup: makeGuardedLookup(allowPrivate, resolve),
    rejectUnauthorized: true,
    timeout: CONNECT_MS,
    ...(ca === null ? {} : { ca }),
  })
  return (options, callback) => {
    if (isIP(options.hostname) !== 0 && !isPublicAddress(options.hostname, allowPrivate)) {
      callback(refusedAddress(), null)
      return
    }
    connect(options, callback)
  }
}

function makeGuardedLookup(allowPrivate: AddressList, resolve: ResolveHost): LookupFunction {
  return (hostname, options, callback) => {
    findAddresses(hostname, allowPrivate, resolve).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }))
        const [first] = found
        if (options.all === true || first === undefined) callback(null, found)
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    )
  }
}

/** Never empty. One address that may not be reached refuses the name: which of them is connected to is not ours to say. */
async function findAddresses(hostname: string, allowPrivate: AddressList, resolve: ResolveHost) {
  const name = hostname.replace(/\.+$/, '')
  if (isLocalName(name)) {
    const own = ['127.0.0.1', '::1'].filter((address) => allowPrivate.has(address))
    if (own.length === 0) throw refusedAddress()
    return own
  }
  const addresses = await resolve(name)
  if (addresses.length === 0) throw new OutgoingError('unresolved', 'The host has no address.')
  if (!addresses.every((address) => isPublicAddress(address, allowPrivate))) throw refusedAddress()
  return addresses
}

function refusedAddress(): OutgoingError {
  return new OutgoingError('refused_address', 'The URL leads to an address that may not be reached.')
}
