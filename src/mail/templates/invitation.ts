import { html } from '../html.ts'
import type { Letter } from '../letter.ts'

/** To who is invited into an organisation. The invitation's id lets them sign up and accept. */
export function invitation(facts: {
  inviter: string
  organisation: string
  role: string
  url: string
  id: string
}): Letter {
  const { inviter, organisation, role, url, id } = facts
  return {
    template: 'invitation',
    subject: `${inviter} invites you to ${organisation}`,
    text: `Hello,\n\n${inviter} invites you to ${organisation} as ${role}. Sign up or sign in with this address at ${url} and accept the invitation:\n\n${id}\n\nIt works for two days.\n`,
    html: html`<p>Hello,</p>
      <p>
        ${inviter} invites you to <b>${organisation}</b> as ${role}. Sign up or sign in with this address at
        <a href="${url}">${url}</a> and accept the invitation:
      </p>
      <p><code>${id}</code></p>
      <p>It works for two days.</p>`,
  }
}
