import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from './launch-error.ts'

/** Whether a process of this id runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false
  }
  return !isZombie(pid)
}

/** Dead, but nobody has asked how: in a container without an init process that may stay so for ever. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    return /^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch (error) {
    return errorCode(error) === 'ESRCH'
  }
}

/**
 * A word on our server's command line that no other process carries: made of the folder's identity on disk, so that a
 * copied folder is another cluster and a moved one is still the same.
 */
export function clusterName(cluster: string): string {
  const { dev, ino } = statSync(cluster)
  return `medley-${dev}-${ino}`
}

/** The id in postmaster.pid, and whether that server says it is ready; null without a readable file. */
export function readServerFile(cluster: string): { pid: number; ready: boolean } | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return Number.isSafeInteger(pid) && pid > 1 ? { pid, ready: lines[7]?.trim() === 'ready' } : null
  } catch {
    return null
  }
}

/** A process that is just ending has no command line any more: it cannot be told who it was, but it will be gone at once. */
export function isEnding(pid: number): boolean {
  return isAlive(pid) && commandLine(pid) === ''
}

/**
 * The server process that uses this cluster, or null. A process id alone proves nothing, since ids are used again (in
 * containers the same few of them at each start): the command line has to carry the cluster's name.
 */
export function findServerProcess(cluster: string): number | null {
  const pid = readServerFile(cluster)?.pid
  if (pid === undefined || !isAlive(pid)) return null
  return commandLine(pid).includes(`cluster_name=${clusterName(cluster)}`) ? pid : null
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8', timeout: 5000 })
  } catch {
    return ''
  }
}
