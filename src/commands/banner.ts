import type { FirstKey } from '../core/first-start.ts'

/** What stdout shows before the ready line: how to make the first picture, as a command that works as pasted. */
export function renderBanner(url: string, firstKey: FirstKey | null): string {
  const key = firstKey?.secret ?? '$MEDLEY_API_KEY'
  return [
    '',
    'Medley speaks OmnAPI, beatra and PiAPI on one address. Make a picture:',
    '',
    `  curl -s ${url}/v1/images/generations -H "Authorization: Bearer ${key}" \\`,
    `    -H 'Content-Type: application/json' -d '{"prompt": "a fox and a lighthouse at night in the rain"}'`,
    '',
    'and see it when its status is succeeded (image_url):',
    '',
    `  curl -s '${url}/v1/tasks?limit=1&expand=output' -H "Authorization: Bearer ${key}"`,
    '',
    ...keyLines(firstKey),
    '',
    '',
  ].join('\n')
}

function keyLines(firstKey: FirstKey | null): string[] {
  if (firstKey === null) {
    return ['The first key was shown at the first start. Another one: npm run -s medley -- key create']
  }
  return firstKey.isNew
    ? [`Your API key, shown only this once: ${firstKey.secret}`]
    : ['Your API key is the one of MEDLEY_API_KEY.']
}
