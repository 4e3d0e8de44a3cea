import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

import type { Options } from './options.ts'

export type Cell = string | number | null
export type Row = Readonly<Record<string, Cell>>

/** One figure that DESIGN 9 aims at. `atMost`: smaller is better. */
export interface Aim {
  name: string
  value: number
  aim: number
  atMost?: boolean
}

export interface Report {
  name: string
  rows: Row[]
  aims: Aim[]
  /** What a reader has to know to read the figures rightly. */
  remarks: string[]
}

const FOLDER = fileURLToPath(new URL('../results/', import.meta.url))
const FORMATTER = fileURLToPath(new URL('../../node_modules/.bin/oxfmt', import.meta.url))

/** Prints the tables and writes `results/<name>.json` (`results/quick/<name>.json`: figures that mean nothing). */
export function writeReport(report: Report, options: Options, isPinned: boolean, busyBefore: number): void {
  const aims = report.aims.map((aim) => ({ ...aim, met: isMet(aim) }))
  printTable(report.rows)
  printTable(
    aims.map((aim) => ({
      aim: aim.name,
      wanted: `${aim.atMost === true ? 'at most' : 'at least'} ${aim.aim}`,
      measured: round(aim.value),
      met: aim.met ? 'yes' : 'NO',
    })),
  )
  for (const remark of report.remarks) process.stdout.write(`- ${remark}\n`)
  const folder = options.isQuick ? `${FOLDER}quick/` : FOLDER
  mkdirSync(folder, { recursive: true })
  const path = `${folder}${report.name}.json`
  const machine = describeMachine(isPinned, busyBefore)
  const { name, rows, remarks } = report
  const page = { name, date: new Date().toISOString(), options, machine, rows, aims, remarks }
  writeFileSync(path, `${JSON.stringify(page, null, 2)}\n`)
  spawnSync(FORMATTER, [path])
  process.stdout.write(`written to ${path}\n`)
}

function isMet(aim: Aim): boolean {
  return aim.atMost === true ? aim.value <= aim.aim : aim.value >= aim.aim
}

function describeMachine(isPinned: boolean, busyBefore: number) {
  return {
    processor: cpus()[0]?.model ?? '?',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${osName()}, Linux ${release()}`,
    node: process.version,
    pinned: isPinned,
    // Over about 0.3 somebody else was at work, and the figures are not worth keeping.
    othersBusyBefore: round(busyBefore),
  }
}

function osName(): string {
  try {
    return /PRETTY_NAME="(.+)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform
  } catch {
    return process.platform
  }
}

function printTable(rows: readonly Row[]): void {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [names, ...rows.map((row) => names.map((name) => cellText(row[name] ?? null)))]
  const widths = names.map((_name, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)))
  for (const line of lines) {
    process.stdout.write(
      `${line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    )
  }
  process.stdout.write('\n')
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'number' ? String(round(cell)) : cell
}

/** Three digits that mean something are more than a bench is worth. */
export function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}
