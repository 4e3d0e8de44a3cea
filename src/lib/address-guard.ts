import { BlockList, SocketAddress, isIP } from 'node:net'

/** Addresses and ranges that may be reached though they are private (RULINGS 67). */
export interface AddressList {
  /** `ip` in any notation that `net.isIP` knows. */
  has(ip: string): boolean
}

const URL_LENGTH_MAX = 2048

/**
 * Reads `MEDLEY_ALLOW_PRIVATE`: IP addresses and CIDR ranges, separated by commas or as a list. Throws at one that is
 * neither; `config.ts` has checked them.
 */
export function parseAddressList(entries: string | readonly string[]): AddressList {
  const list = new BlockList()
  const wanted = (typeof entries === 'string' ? entries.split(',') : entries).map((entry) => entry.trim())
  for (const entry of wanted.filter((text) => text !== '')) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  return { has: (ip) => isListed(list, ip) }
}

/**
 * Whether the guarded client may connect to this address, for one that a name resolved to as for a literal: public
 * unicast, or on the list. What is no IP address is not public. Mapped IPv6 (`::ffff:10.0.0.1`) counts as its IPv4.
 */
export function isPublicAddress(ip: string, allowPrivate: AddressList): boolean {
  // A zone (fe80::1%eth0) is an interface of this machine.
  if (isIP(ip) === 0 || ip.includes('%')) return false
  return allowPrivate.has(ip) || isPublic(plainAddress(ip))
}

function isPublic(ip: string): boolean {
  if (isIP(ip) === 4) return !RESERVED.check(ip, 'ipv4')
  return GLOBAL_UNICAST.check(ip, 'ipv6') && !RESERVED.check(ip, 'ipv6')
}

/** All IPv6 that is routed publicly; loopback, link-local, unique local, multicast, mapped and NAT64 are outside. */
const GLOBAL_UNICAST = new BlockList()
GLOBAL_UNICAST.addSubnet('2000::', 3, 'ipv6')

/** The special-purpose registries of IANA, and cloud addresses that only look public. */
const RESERVED = new BlockList()
const RESERVED_RANGES = [
  ['0.0.0.0', 8], // this network; Linux takes 0.0.0.0 for itself
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT; Alibaba's metadata
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // Azure's host agent
  ['169.254.0.0', 16], // link-local; the clouds' metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments; Oracle's metadata
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved; broadcast
  ['2001::', 23], // protocol assignments: Teredo, benchmarks, ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4 carries any IPv4
  ['3fff::', 20], // documentation
] as const
for (const [address, bits] of RESERVED_RANGES) {
  RESERVED.addSubnet(address, bits, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function isListed(list: BlockList, ip: string): boolean {
  const plain = plainAddress(ip)
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** Mapped IPv6 as the IPv4 that the system connects to. */
function plainAddress(ip: string): string {
  if (isIP(ip) !== 6) return ip
  const { address } = new SocketAddress({ address: ip, family: 'ipv6' })
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address
}

/** Names of this machine that need no DNS (RFC 6761, and the usual lines of /etc/hosts). */
const LOCAL_NAMES = /(?:^|\.)(?:localhost|localdomain|ip6-localhost|ip6-loopback)$/

/** Ports above 1023 that belong to other protocols, as the fetch standard lists them: no answer there is HTTP. */
const FOREIGN_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
])

/** What can be said of a URL without DNS and without a fetch; `sentence` is the end of "… must". */
export type UrlVerdict =
  | { kind: 'fine'; url: URL }
  | { kind: 'bad_url'; sentence: string }
  | { kind: 'private_address'; sentence: string }

/**
 * Judges a URL that came from outside. Literal addresses are found in every notation that the URL standard reads as one:
 * decimal, hex, octal, short, mapped. What a name resolves to is judged at each connection, by `isPublicAddress`.
 */
export function judgeUrl(url: string, allowPrivate: AddressList): UrlVerdict {
  const bad = (sentence: string): UrlVerdict => ({ kind: 'bad_url', sentence })
  if (url.length > URL_LENGTH_MAX) return bad('must be at most 2,048 characters long')
  // The URL standard drops tabs and line breaks and turns backslashes: what others read might be another host.
  if (/[\s\\\p{Cc}]/u.test(url)) return bad('must not contain spaces, control characters or backslashes')
  const authority = /^(?:https?):\/\/([^/?#]+)/i.exec(url)?.[1]
  if (authority === undefined || !URL.canParse(url)) return bad('must be an absolute http or https URL')
  if (authority.includes('@')) return bad('must not contain credentials')
  const parsed = new URL(url)
  if (!isHttpPort(parsed.port)) return bad('must use port 80, 443 or one above 1023 that no other protocol has')
  if (!isLocalHost(parsed.hostname, allowPrivate)) return { kind: 'fine', url: parsed }
  return { kind: 'private_address', sentence: 'must not point to a private address' }
}

/** RULINGS 15: of a client's URL (webhook, media) at create. Null = it may be used; else the end of the sentence "… must". */
export function checkClientUrl(url: string, allowPrivate: AddressList): string | null {
  const verdict = judgeUrl(url, allowPrivate)
  return verdict.kind === 'fine' ? null : verdict.sentence
}

/** `port` as the URL standard writes it: empty for the scheme's own. */
function isHttpPort(port: string): boolean {
  const number = Number(port)
  return port === '' || number === 80 || number === 443 || (number > 1023 && !FOREIGN_PORTS.has(number))
}

/** `hostname` as the URL standard writes it: lower case, IPv4 dotted, IPv6 in brackets. */
function isLocalHost(hostname: string, allowPrivate: AddressList): boolean {
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname.replace(/\.+$/, '')
  if (isIP(host) !== 0) return !isPublicAddress(host, allowPrivate)
  if (!isLocalName(host)) return host === ''
  return !allowPrivate.has('127.0.0.1') && !allowPrivate.has('::1')
}

/** Whether a name, without a dot at its end, is this machine's by definition and needs no DNS. */
export function isLocalName(name: string): boolean {
  return LOCAL_NAMES.test(name.toLowerCase())
}
