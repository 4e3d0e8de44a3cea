import { readFileSync } from 'node:fs'

/** Linux counts processor time in hundredths of a second here, whatever its clock does inside. */
const MS_A_TICK = 10

/** Processor time of a process with all its threads so far, ms. Linux only; 0 elsewhere. */
export function cpuMsOf(pid: number): number {
  const fields = readProc(pid, 'stat')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * MS_A_TICK
}

/** Resident memory of a process, bytes. */
export function rssOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readProc(pid, 'status'))?.[1] ?? 0) * 1024
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
