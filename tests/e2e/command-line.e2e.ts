/** The command line as a shell sees it: exit codes, one line for each error, nothing but the object on stdout. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const SMA = fileURLToPath(new URL('../../apps/server/dist/sma.js', import.meta.url))

const dir = mkdtempSync(join(tmpdir(), 'sma-test-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

function sma(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const settings = { SMA_DATA_DIR: join(dir, 'data'), DATABASE_URL: '', NODE_ENV: 'test', ...env }
  const child = spawn(process.execPath, [SMA, ...args], {
    env: { PATH: process.env.PATH, ...settings },
  })
  const ended: Ended = { code: null, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text))
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })))
}

function file(name: string, content: string): string {
  const path = join(dir, 'files', name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

const PORTFOLIO = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲,balanced,2024-01-01,1000,1000
`
const VALUATION = 'portfolio_code,date,net_assets,shares,unit_nav\nA1,2024-01-02,1000,1000,1\n'

describe('sma', () => {
  it.each(['serve', 'migrate', 'import', 'publish', 'demo', 'backup', 'restore', 'doctor'])(
    '%s --help explains itself and ends well',
    async (command) => {
      const { code, stdout, stderr } = await sma([command, '--help'])
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(new RegExp(`^Usage: sma ${command} `))
    },
  )

  it.each<[string[], Record<string, string>, RegExp]>([
    [['bogus'], {}, /unknown command 'bogus'/],
    [['import'], {}, /missing required argument 'path'/],
    [['import', join(dir, 'nowhere')], {}, /nowhere: no such file or folder/],
    [['import', dir, '--lang', 'fr'], {}, /--lang: fr is neither zh-CN nor en/],
    [['import', dir, '--reason', 'x'.repeat(501)], {}, /--reason: 501 characters/],
    [['publish', '--portfolio', 'all', '--date', '2024-02-30'], {}, /--date: 2024-02-30 is neither/],
    [['publish', '--portfolio', 'Z9', '--date', 'all'], {}, /--portfolio: Z9 is not known/],
    [['demo', '--out', join(dir, 'demo'), '--portfolios', '0'], {}, /portfolios: a whole number/],
    [['migrate'], { DATABASE_URL: 'postgres://x' }, /DATABASE_URL must look like mysql:/],
    [['migrate'], { DATABASE_URL: 'mysql://root@127.0.0.1:1/x' }, /could not run: .*ECONNREFUSED/],
  ])('%j cannot run: exit code 2 and one line', async (args, env, line) => {
    const { code, stdout, stderr } = await sma(args, env)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(line)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('import --json prints the object and nothing else: 0 where all is applied, 1 where something is not', async () => {
    const good = await sma(['import', file('p.csv', PORTFOLIO), file('v.csv', VALUATION), '--publish', '--json'])
    expect(good.code).toBe(0)
    const { files } = JSON.parse(good.stdout) as { files: Record<string, unknown>[] }
    expect(files).toMatchObject([
      { path: join(dir, 'files', 'p.csv'), kind: 'portfolios', status: 'applied', days: [], problems: [] },
      {
        kind: 'valuations',
        status: 'applied',
        days: [{ portfolio: 'A1', date: '2024-01-02', state: 'published' }],
        problems: [],
      },
    ])
    const fields = ['path', 'sha256', 'kind', 'status', 'records', 'days', 'problems', 'id']
    expect(files.map((each) => Object.keys(each))).toEqual([fields, fields])
    const bad = await sma(['import', file('x.csv', VALUATION.replaceAll('1000', 'x')), '--json', '--lang', 'en'])
    expect(bad.code).toBe(1)
    const report = JSON.parse(bad.stdout) as { files: { problems: Record<string, unknown>[] }[] }
    expect(report).toMatchObject({ files: [{ status: 'rejected' }] })
    expect(Object.keys(report.files[0]?.problems[0] ?? {}).slice(0, 8)).toEqual(
      'code severity sheet row column found expected message'.split(' '),
    )
  })

  it('logs beside what it prints: stdout is for the program that called it', async () => {
    const env = { SMA_DATA_DIR: join(dir, 'logged') }
    await sma(['import', file('logged/portfolios.csv', PORTFOLIO)], env)
    const head = join(dir, 'logged', 'audit-head.json')
    writeFileSync(head, JSON.stringify({ ...JSON.parse(readFileSync(head, 'utf8')), mac: 'f'.repeat(64) }))
    const staff = await sma(['staff', 'add', '--name', 'kim', '--role', 'auditor'], env)
    expect([staff.code, staff.stderr]).toEqual([0, expect.stringMatching(/the audit log does not hold its noted end/)])
    expect(staff.stdout).not.toMatch(/audit log/)
    const again = await sma(['import', file('logged/valuations.csv', VALUATION), '--json'], env)
    expect(JSON.parse(again.stdout)).toMatchObject({ files: [{ status: 'applied' }] })
  })
})
