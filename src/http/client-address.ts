import { isIP } from 'node:net'

import type { FastifyRequest } from 'fastify'

import type { AddressList } from '../lib/address-guard.ts'

/**
 * Where a request comes from: the socket's other end; where that is a proxy of ours, whom it names, and so on from the right.
 * What a client says of itself is never reached. Empty = the socket is gone.
 */
export function clientAddress(request: FastifyRequest, proxies: AddressList): string {
  const said = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  let address = request.socket.remoteAddress ?? ''
  for (const hop of said.toReversed().map((text) => text.trim())) {
    if (isIP(hop) === 0 || !proxies.has(address)) break
    address = hop
  }
  return address
}
