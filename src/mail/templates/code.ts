import { html } from '../html.ts'
import type { Letter } from '../letter.ts'

/** The second factor, for who has no app for it at hand. */
export function code({ name, code: digits }: { name: string; code: string }): Letter {
  return {
    template: 'code',
    subject: 'Your sign-in code',
    text: `Hello ${name},\n\nyour code is ${digits}. It works for three minutes. If you are not signing in, change your password: somebody knows it.\n`,
    html: html`<p>Hello ${name},</p>
      <p>
        your code is <b>${digits}</b>. It works for three minutes. If you are not signing in, change your password:
        somebody knows it.
      </p>`,
  }
}

/** The same in a text message. */
export function codeMessage(digits: string): string {
  return `${digits} is your Medley code.`
}
