import { html } from '../html.ts'
import type { Letter } from '../letter.ts'

/** To who has an account, when somebody signs up with the same address; who did so is told nothing. */
export function knownEmail({ name, url }: { name: string; url: string }): Letter {
  return {
    template: 'known-email',
    subject: 'You have an account already',
    text: `Hello ${name},\n\nsomebody, perhaps you, tried to sign up with this address at ${url}. You have an account there: sign in, or reset your password. If it was not you, do nothing.\n`,
    html: html`<p>Hello ${name},</p>
      <p>
        somebody, perhaps you, tried to sign up with this address at <a href="${url}">${url}</a>. You have an account
        there: sign in, or reset your password. If it was not you, do nothing.
      </p>`,
  }
}
