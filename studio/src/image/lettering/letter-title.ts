import type { Canvas } from '@napi-rs/canvas'
import type { Box, Pen } from '../painting.ts'
import { displayFonts, letterable } from './fonts.ts'

const DARK = '#1d1b33'
const LIGHT = '#fff8e7'

/** Letters the title as large as its box takes it, in one to three lines, dark on light or light on dark. */
export function letterTitle(canvas: Canvas, title: string, box: Box & { isOnPaper: boolean }): void {
  const text = letterable(title)?.toUpperCase() ?? null
  if (text === null) return
  const pen = canvas.getContext('2d')
  pen.save()
  pen.setTransform(1, 0, 0, 1, 0, 0)
  const { lines, size } = fitLines(pen, text.split(' '), box)
  setFont(pen, size)
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  const isDark = !box.isOnPaper && brightness(pen, box) < 0.6
  pen.fillStyle = isDark ? LIGHT : DARK
  if (!box.isOnPaper) {
    pen.shadowColor = isDark ? 'rgba(10,8,30,0.7)' : 'rgba(255,250,235,0.8)'
    pen.shadowBlur = size * 0.18
  }
  const top = box.isOnPaper ? box.y + (box.height - lines.length * size * LEADING) / 2 : box.y
  lines.forEach((line, index) => pen.fillText(line, box.x + box.width / 2, top + (index + 0.5) * size * LEADING))
  pen.restore()
}

/** Of the size of the letters. */
const LEADING = 1.06
const TRACKING = 0.02

function setFont(pen: Pen, size: number): void {
  pen.font = `${size}px ${displayFonts()}`
  pen.letterSpacing = `${size * TRACKING}px`
}

function fitLines(pen: Pen, words: readonly string[], box: Box): { lines: string[]; size: number } {
  const layouts = [1, 2, 3].filter((count) => count <= words.length).map((count) => breakLines(words, count))
  const fitted = layouts.map((lines) => {
    setFont(pen, 100)
    const widest = Math.max(...lines.map((line) => pen.measureText(line).width))
    return { lines, size: Math.min((100 * box.width) / widest, box.height / (lines.length * LEADING)) }
  })
  const [best] = fitted.toSorted((one, other) => other.size - one.size)
  return best ?? { lines: [words.join(' ')], size: box.height / LEADING }
}

/** As even as whole words allow. */
function breakLines(words: readonly string[], count: number): string[] {
  const total = words.join(' ').length
  const lines: string[][] = Array.from({ length: count }, () => [])
  let used = 0
  for (const word of words) {
    const line = Math.min(count - 1, Math.floor(((used + word.length / 2) / total) * count))
    lines[line]?.push(word)
    used += word.length + 1
  }
  return lines.filter((line) => line.length > 0).map((line) => line.join(' '))
}

/** Mean light of what the title will cover, 0 to 1. */
function brightness(pen: Pen, box: Box): number {
  const { data } = pen.getImageData(
    Math.round(box.x),
    Math.round(box.y),
    Math.max(1, Math.round(box.width)),
    Math.max(1, Math.round(box.height)),
  )
  let sum = 0
  for (let offset = 0; offset < data.length; offset += 4)
    sum += (data[offset] ?? 0) * 0.3 + (data[offset + 1] ?? 0) * 0.59 + (data[offset + 2] ?? 0) * 0.11
  return sum / (data.length / 4) / 255
}
