// `node chaos/try-planted.ts [name] [options of run-chaos.ts]`: makes each planted bug in a copy of the repository and shows
// that chaos finds it. Exit code 1 when one stays unseen.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { PLANTED_BUGS, type Edit } from './planted-bugs.ts'

const repo = join(import.meta.dirname, '..')
const PARTS = ['bin', 'catalogue', 'chaos', 'migrations', 'src', 'studio', 'package.json']
const [asked, ...more] = process.argv.slice(2)
const isName = asked !== undefined && !asked.startsWith('--')
const options = isName ? more : process.argv.slice(2)
let unseen = 0
for (const [name, edits] of Object.entries(PLANTED_BUGS)) {
  if (isName && name !== asked) continue
  const copy = copyRepo()
  for (const edit of edits) plant(copy, edit)
  const args = [
    join(copy, 'chaos', 'run-chaos.ts'),
    '--rounds',
    '60',
    '--restore-at',
    'never',
    '--fail-fast',
    ...options,
  ]
  const { status, stdout } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const rounds = stdout.split('\n').filter((line) => /^round \d+/.test(line)).length
  const first = stdout.split('\n').find((line) => line.startsWith('FOUND'))
  process.stdout.write(
    `${name}: ${status === 1 ? `found in round ${rounds}` : `NOT found in ${rounds} rounds`}\n  ${first ?? ''}\n`,
  )
  if (status !== 1) unseen += 1
  const kept = /kept in (\S+)/.exec(stdout)?.[1]
  if (kept !== undefined) rmSync(kept, { recursive: true, force: true })
  rmSync(copy, { recursive: true, force: true })
}
process.exitCode = unseen === 0 ? 0 : 1

function copyRepo(): string {
  const copy = mkdtempSync(join(tmpdir(), `medley-planted-${process.pid}-`))
  for (const part of PARTS) cpSync(join(repo, part), join(copy, part), { recursive: true })
  symlinkSync(join(repo, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

function plant(copy: string, { file, find, put }: Edit): void {
  const path = join(copy, file)
  const text = readFileSync(path, 'utf8')
  if (!text.includes(find)) throw new Error(`the planted bug no longer fits ${file}: ${find}`)
  writeFileSync(
    path,
    text.replace(find, () => put),
  )
}
