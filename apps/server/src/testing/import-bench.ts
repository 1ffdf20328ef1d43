/** Files for import tests: the registered book of `shared/data/synthetic`, and neutral CSV typed by hand. */
import { readShared, sharedFiles } from '@sma/importers/testing/files'
import { importFiles } from '../features/imports/import-files.service'
import type { ImportOptions, ImportSource } from '../features/imports/importing'
import type { FileReport } from '../features/imports/report'
import type { TestDeps } from './engines'

export const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,o32_fund_no,fa_ledger_no,fa_name
SMA001,示例稳健一号FOF单一资产管理计划,balanced,2023-12-15,10000000,10000000,8001,8001,示例稳健一号
SMA002,示例进取二号FOF单一资产管理计划,growth,2023-12-15,50000000,50000000,8002,8002,示例进取二号
SMA003,示例均衡三号FOF集合资产管理计划,balanced,2023-12-15,20000000,20000000,8003,8003,示例均衡三号
`

export const FUNDS = `fund_code,fund_name,asset_class,kind
160904,示例中盘混合(LOF),equity,
004685,金元顺安元启灵活配置混合,equity,
000901,示例现金宝货币A,money,
S99001,示例量化中性1号私募证券投资基金,alternative,私募
009901,示例成长精选混合C,equity,
510903,示例沪深300ETF,equity,
019906,示例债券基金,fixed-income,
`

export const text = (path: string, content: string): ImportSource => ({
  path,
  bytes: async () => new TextEncoder().encode(content),
})

export const shared = (folder: string, fileName: string): ImportSource => ({
  path: `${folder}/${fileName}`,
  bytes: async () => readShared(folder, fileName),
})

export const sharedFolder = (folder: string): ImportSource[] =>
  sharedFiles(folder)
    .filter((name) => !name.endsWith('.json'))
    .map((name) => shared(folder, name))

const PUBLISH: ImportOptions = { publish: true, by: 'tester', reason: null, language: 'en' }

/** Imports with publication; the reports by path. */
export async function importing(
  deps: TestDeps,
  files: ImportSource[],
  options: Partial<ImportOptions>,
): Promise<Map<string, FileReport>> {
  const report = await importFiles(deps, files, { ...PUBLISH, ...options })
  return new Map(report.files.map((file) => [file.path, file]))
}

/** Imports one neutral CSV and returns its report. */
export async function importText(
  deps: TestDeps,
  content: string,
  options: Partial<ImportOptions> = {},
): Promise<FileReport> {
  const report = await importFiles(deps, [text('file.csv', content)], { ...PUBLISH, ...options })
  const [file] = report.files
  if (!file) throw new Error('no report')
  return file
}

export const codes = (file: FileReport | undefined): string[] => (file?.problems ?? []).map(({ code }) => code)
