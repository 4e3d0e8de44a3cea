import { html } from '../html.ts'
import type { Letter } from '../letter.ts'

/** To who forgot the password. `url` leads to where a new one is set; the token is for who sets it without a page. */
export function resetPassword({ name, url, token }: { name: string; url: string; token: string }): Letter {
  return {
    template: 'reset-password',
    subject: 'Set a new password',
    text: `Hello ${name},\n\nhere you can set a new password:\n\n${url}\n\nThe token, should you be asked for one: ${token}\n\nBoth work once, for an hour. If you did not ask for this, do nothing.\n`,
    html: html`<p>Hello ${name},</p>
      <p>here you can set a new password:</p>
      <p><a href="${url}">Set a new password</a></p>
      <p>The token, should you be asked for one: <code>${token}</code></p>
      <p>Both work once, for an hour. If you did not ask for this, do nothing.</p>`,
  }
}
