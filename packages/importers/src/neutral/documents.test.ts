import { describe, expect, it } from 'vitest'
import { readFile } from '../registry'

const read = (text: string) => readFile(new TextEncoder().encode(text), { fileName: 'any-name.csv' })
const SMA001 = { by: 'code', value: 'SMA001' }

describe('documents', () => {
  it.each([
    `kind,portfolio_code,title,category,published_at,file
announcement,SMA001,2026年10月报,月报,2026-11-05 09:30,reports/SMA001.pdf
article,,市场观察,策略,2026-11-06,
Article,,海外,,2026-11-06T08:00:30Z,a.pdf`,
    `内容类型,组合代码,标题,栏目,发布时间,文件
公告,SMA001,2026年10月报,月报,2026年11月5日 9:30,reports\\SMA001.pdf
专栏,,市场观察,策略,20261106,
文章,,海外,,2026/11/6 16:00:30 +0800,a.pdf`,
  ])('are read in English and in Chinese', (text) => {
    const { kind, records, problems } = read(text)
    expect({ kind, problems }).toEqual({ kind: 'documents', problems: [] })
    expect(records).toEqual([
      {
        kind: 'publication',
        source: { sheet: null, row: 2 },
        publicationKind: 'announcement',
        portfolio: SMA001,
        title: '2026年10月报',
        category: '月报',
        publishedAt: '2026-11-05T01:30:00.000Z',
        file: 'reports/SMA001.pdf',
      },
      {
        kind: 'publication',
        source: { sheet: null, row: 3 },
        publicationKind: 'article',
        portfolio: null,
        title: '市场观察',
        category: '策略',
        publishedAt: '2026-11-05T16:00:00.000Z',
        file: null,
      },
      {
        kind: 'publication',
        source: { sheet: null, row: 4 },
        publicationKind: 'article',
        portfolio: null,
        title: '海外',
        category: null,
        publishedAt: '2026-11-06T08:00:30.000Z',
        file: 'a.pdf',
      },
    ])
  })

  it('refuse a bad row alone, and count equal rows once', () => {
    const { records, problems } = read(`kind,portfolio_code,title,published_at
report,,a,2026-11-05
article,,,2026-11-05
article,,b,2026-11-05 24:00
article,,c,
article,a/b,d,2026-11-05
article,,e,2026-11-05
article,,e,2026-11-05
article,,${'很'.repeat(201)},2026-11-05`)
    expect(records).toMatchObject([{ title: 'e' }])
    expect(problems.map(({ code, row, severity }) => [code, row, severity])).toEqual([
      ['value-invalid', 2, 'error'],
      ['value-missing', 3, 'error'],
      ['date-invalid', 4, 'error'],
      ['date-missing', 5, 'error'],
      ['value-invalid', 6, 'error'],
      ['row-duplicate', 8, 'warning'],
      ['value-invalid', 9, 'error'],
    ])
  })

  it('keep the signs of a title and of a file’s name as they stand', () => {
    const row = 'article,,利率下行，固收怎么配（上）,观点：市场,2026-11-05,利率下行，固收怎么配（上）.pdf'
    expect(read(`kind,portfolio_code,title,category,published_at,file\n${row}`).records).toMatchObject([
      { title: '利率下行，固收怎么配（上）', category: '观点：市场', file: '利率下行，固收怎么配（上）.pdf' },
    ])
  })

  it('of one title and time but different files go to a person', () => {
    const head = 'kind,portfolio_code,title,published_at,file\n'
    const { records, problems } = read(`${head}article,,a,2026-11-05,a.pdf\narticle,,a,2026-11-05,b.pdf`)
    expect(records).toEqual([])
    expect(problems).toMatchObject([{ code: 'row-conflict', severity: 'review', row: 3 }])
  })
})
