import { html } from '../html.ts'
import type { Letter } from '../letter.ts'

/** To who signed up: that the address is theirs. */
export function verifyEmail({ name, url }: { name: string; url: string }): Letter {
  return {
    template: 'verify-email',
    subject: 'Confirm your e-mail address',
    text: `Hello ${name},\n\nplease confirm that this is your address:\n\n${url}\n\nThe link works for an hour. If you did not sign up, do nothing.\n`,
    html: html`<p>Hello ${name},</p>
      <p>please confirm that this is your address:</p>
      <p><a href="${url}">Confirm</a></p>
      <p>The link works for an hour. If you did not sign up, do nothing.</p>`,
  }
}
