/** The header in which the mount tells better-auth who is at the other end; a client's own never arrives. */
export const PEER_HEADER = 'x-medley-peer'
