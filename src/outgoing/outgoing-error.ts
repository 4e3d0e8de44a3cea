export type OutgoingFault =
  /** No absolute http(s) URL, with credentials, or with a port of another protocol. */
  | 'bad_url'
  /** What was to be sent is no HTTP request: a control character in a header, for one. */
  | 'bad_request'
  /** It is, or its name resolves to, an address that is neither public nor allowed by the operator. */
  | 'refused_address'
  /** DNS knows no address of it. */
  | 'unresolved'
  /** Nobody says whether there is an address. */
  | 'no_name_server'
  | 'timeout'
  /** The caller's signal. */
  | 'aborted'
  | 'connection'
  /** The other side could not prove to be whom the URL names. */
  | 'tls'
  | 'too_large'
  /** Its media type is none of the wanted ones, or it came compressed though that was not asked for. */
  | 'unexpected_type'
  | 'too_many_redirects'

/**
 * Why a guarded request has no answer. `bad_url`, `bad_request`, `refused_address`, `unresolved` and `no_name_server`: no byte was sent to the
 * last address. The message may be shown to clients: it never names an address that a name resolved to.
 */
export class OutgoingError extends Error {
  override name = 'OutgoingError'
  readonly kind: OutgoingFault

  constructor(kind: OutgoingFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
