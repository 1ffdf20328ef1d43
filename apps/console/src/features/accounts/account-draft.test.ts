import { expect, it } from 'vitest'
import {
  accountDraft,
  accountWire,
  aliasWire,
  contactDraft,
  contactWire,
  EMPTY_ACCOUNT,
  isSameDraft,
  replacedKeys,
} from './account-draft'
import { changedText, factText } from './account-facts'

const account = {
  code: 'A1',
  name: '甲',
  strategy: 'balanced' as const,
  launchDate: '2024-01-02',
  initialAssets: '10000000.00',
  initialShares: '10000000.00',
  benchmark: null,
  manager: '张三',
  valuationLag: 1,
  navDecimals: 4,
  o32FundNo: '8001',
  faLedgerNo: null,
  faName: null,
  state: 'running' as const,
  liquidationFrom: null,
  closedOn: null,
  version: 'v1',
  advisers: [],
  contact: null,
  contactVersion: 'c1',
  aliases: [],
  benchmarkSets: [],
}

it('sends an account as it was read where nothing was typed', () => {
  const {
    version: _version,
    advisers: _advisers,
    contact: _contact,
    contactVersion: _other,
    aliases: _aliases,
    ...master
  } = account
  expect(accountWire(accountDraft(account))).toEqual({ wire: master })
  expect(isSameDraft(accountDraft(account), accountDraft({ ...account }))).toBe(true)
})

it('takes thousands with commas and blanks around a text', () => {
  const typed = { ...accountDraft(account), initialAssets: ' 12,345,678.5 ', benchmark: ' 沪深300 ', manager: ' ' }
  expect(accountWire(typed)).toMatchObject({
    wire: { initialAssets: '12345678.5', benchmark: '沪深300', manager: null },
  })
})

it('says of each field what is wrong before anything is sent', () => {
  expect(accountWire(EMPTY_ACCOUNT)).toEqual({
    errors: {
      code: 'required',
      name: 'required',
      strategy: 'required',
      launchDate: 'required',
      initialAssets: 'amount',
      initialShares: 'amount',
    },
  })
  const wrongOf = (typed: object) => {
    const checked = accountWire({ ...accountDraft(account), ...typed })
    return 'errors' in checked ? checked.errors : {}
  }
  for (const initialAssets of ['0', '0.0000', '1.00001', '-1', '1e6', '123456789012345'])
    expect(wrongOf({ initialAssets })).toEqual({ initialAssets: 'amount' })
  for (const valuationLag of ['', '31', '1.5', '-1']) expect(wrongOf({ valuationLag })).toEqual({ valuationLag: 'lag' })
  for (const navDecimals of ['1', '9']) expect(wrongOf({ navDecimals })).toEqual({ navDecimals: 'decimals' })
})

it('asks for the dates of a state, and sends no others', () => {
  const typed = { ...accountDraft(account), liquidationFrom: '2026-01-05', closedOn: '2026-02-05' }
  const dates = (state: string, more: object = {}) => {
    const checked = accountWire({ ...typed, state, ...more })
    return 'wire' in checked ? [checked.wire.liquidationFrom, checked.wire.closedOn] : checked.errors
  }
  expect(dates('running')).toEqual([null, null])
  expect(dates('in-liquidation')).toEqual(['2026-01-05', null])
  expect(dates('closed')).toEqual(['2026-01-05', '2026-02-05'])
  expect(dates('closed', { liquidationFrom: '' })).toEqual([null, '2026-02-05'])
  expect(dates('closed', { closedOn: '' })).toEqual({ closedOn: 'required' })
  expect(dates('in-liquidation', { liquidationFrom: '' })).toEqual({ liquidationFrom: 'required' })
})

it('asks a contact for a name and nothing else', () => {
  const draft = contactDraft(account)
  expect(contactWire(draft)).toEqual({ errors: { name: 'required' } })
  expect(contactWire({ ...draft, name: '李四', mobile: ' 138 ' })).toEqual({
    wire: { name: '李四', company: null, mobile: '138', telephone: null, email: null, address: null },
  })
})

it('sends an alias without days as one for good', () => {
  expect(aliasWire({ kind: 'fa-name', value: ' 稳健 ', from: '', to: '2024-12-31' })).toEqual({
    wire: { kind: 'fa-name', value: '稳健', from: null, to: '2024-12-31' },
  })
  expect(aliasWire({ kind: 'fa-name', value: ' ', from: '', to: '' })).toEqual({ errors: { value: 'required' } })
})

it('tells values of a change in words', () => {
  const word = (one: string) => `<${one}>`
  expect(factText('strategy', 'growth', word)).toBe('<strategy.growth>')
  expect(factText('initialAssets', '12345678.5025', word)).toBe('12,345,678.5025')
  expect(factText('name', 'growth', word)).toBe('growth')
  expect(factText('state', 'closed', word)).toBe('<accounts.is.closed>')
  expect(factText('benchmark', null, word)).toBe('—')
  expect(changedText({ of: 'tolerance', field: 'movePpm' }, '50000', word)).toBe('5 %')
  expect(changedText({ of: 'tolerance', field: 'movePpm' }, null, word)).toBe('—')
})

it('tells which number or name is replaced, and nothing that was empty before', () => {
  const before = { o32FundNo: '8001', faLedgerNo: null, faName: '甲一号' }
  expect(replacedKeys(before, before)).toEqual([])
  expect(replacedKeys(before, { o32FundNo: '8002', faLedgerNo: '701', faName: null })).toEqual([
    { kind: 'o32-fund', value: '8001' },
    { kind: 'fa-name', value: '甲一号' },
  ])
})
