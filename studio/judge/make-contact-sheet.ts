import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { GlobalFonts, createCanvas, loadImage } from '@napi-rs/canvas'

interface Entry {
  picture: Uint8Array
  caption: readonly string[]
}

/** In pixels. */
const CELL = 384
const LINE = 18
const COLUMNS = 4
const ROWS = 3

/** Pictures with their captions: `<name>.html`, and pages of twelve as `<name>-1.png`, `<name>-2.png` ... for a quick look. */
export async function makeContactSheet(folder: string, name: string, entries: readonly Entry[]): Promise<void> {
  GlobalFonts.registerFromPath(
    createRequire(import.meta.url).resolve('@fontsource/inter/files/inter-latin-400-normal.woff2'),
    'Sheet',
  )
  const perPage = COLUMNS * ROWS
  for (let start = 0; start < entries.length; start += perPage) {
    const page = entries.slice(start, start + perPage)
    writeFileSync(join(folder, `${name}-${start / perPage + 1}.png`), await paintPage(page))
  }
  writeFileSync(join(folder, `${name}.html`), renderPage(entries))
}

async function paintPage(entries: readonly Entry[]): Promise<Uint8Array> {
  const rowHeight = CELL + LINE * 3
  const canvas = createCanvas(CELL * COLUMNS, rowHeight * Math.ceil(entries.length / COLUMNS))
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.font = '13px Sheet'
  for (const [index, { picture, caption }] of entries.entries()) {
    const [x, y] = [(index % COLUMNS) * CELL, Math.floor(index / COLUMNS) * rowHeight]
    const image = await loadImage(picture)
    const scale = Math.min((CELL - 8) / image.width, (CELL - 8) / image.height)
    pen.drawImage(image, x + 4, y + 4, image.width * scale, image.height * scale)
    pen.fillStyle = '#222222'
    caption.forEach((line, row) => pen.fillText(line, x + 6, y + CELL + 12 + row * LINE, CELL - 12))
  }
  return canvas.encode('png')
}

function renderPage(entries: readonly Entry[]): string {
  const figures = entries.map(({ picture, caption }) => {
    const lines = caption.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')).join('<br>')
    const data = Buffer.from(picture).toString('base64')
    return `<figure><img src="data:image/png;base64,${data}" alt=""><figcaption>${lines}</figcaption></figure>`
  })
  const style = 'body{font:14px sans-serif;display:flex;flex-wrap:wrap}figure{width:384px;margin:8px}img{width:100%}'
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>${figures.join('\n')}\n`
}
