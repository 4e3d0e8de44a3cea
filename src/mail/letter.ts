/** A mail as it is read, in both forms. */
export interface Letter {
  /** Which template made it, for lists. */
  template: 'verify-email' | 'known-email' | 'reset-password' | 'invitation' | 'code'
  subject: string
  text: string
  html: string
}
