/** One thing that the studio made, or did not. */
export interface Sample {
  section: string
  name: string
  /** Why there is none; null = there is. */
  failure: string | null
  files: {
    label: string
    file: string
    mediaType: string
    /** Bytes. */
    size: number
    /** A picture of what can only be heard. */
    preview: string | null
    measured: Readonly<Record<string, unknown>>
  }[]
  facts: Readonly<Record<string, unknown>>
}

const STYLE = `body{font:14px/1.4 system-ui,sans-serif;margin:2rem;background:#fafafa}
h2{margin-top:2.5rem}section{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:1rem}
article{background:#fff;border:1px solid #ddd;border-radius:8px;padding:.8rem}img,video,audio{width:100%}
dl{display:grid;grid-template-columns:auto 1fr;gap:0 .6rem;color:#444;font-size:12px;overflow-wrap:anywhere}dt{color:#888}dd{margin:0}
.failed{background:#fdecea}`

/** A page that needs nothing but the files beside it. */
export function renderSamplesPage(samples: readonly Sample[]): string {
  const sections = [...Map.groupBy(samples, ({ section }) => section)].map(
    ([section, all]) => `<h2>${escape(section)}</h2><section>${all.map(renderSample).join('\n')}</section>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Samples of the studio</title><style>${STYLE}</style>
<h1>Samples of the studio</h1>${sections.join('\n')}</html>\n`
}

function renderSample({ name, failure, files, facts }: Sample): string {
  if (failure !== null) return `<article class="failed"><h3>${escape(name)}</h3><p>${escape(failure)}</p></article>`
  return `<article><h3>${escape(name)}</h3>${files.map(renderFile).join('\n')}${renderFacts(facts)}</article>`
}

function renderFile({ label, file, mediaType, size, preview, measured }: Sample['files'][number]): string {
  const media = renderMedia(file, mediaType)
  const wave = preview === null ? '' : `<img src="${preview}" alt="waveform">`
  return `<figure style="margin:0">${wave}${media}<figcaption>${label === 'bytes' ? '' : escape(label)}</figcaption></figure>${renderFacts({ ...measured, bytes: size })}`
}

function renderMedia(file: string, mediaType: string): string {
  switch (mediaType.split('/')[0]) {
    case 'image':
      return `<img src="${file}" alt="" loading="lazy">`
    case 'audio':
      return `<audio controls preload="none" src="${file}"></audio>`
    case 'video':
      return `<video controls preload="metadata" src="${file}"></video>`
    default:
      return `<a href="${file}">${escape(file)}</a>`
  }
}

function renderFacts(facts: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(shown(value))}</dd>`)
  return `<dl>${rows.join('')}</dl>`
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 1000) / 1000)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 400 ? `${text.slice(0, 400)} …` : text
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
