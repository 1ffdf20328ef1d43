/** A house of cases that pages are cut by: 60 holdings with long names and ten-digit amounts on a falling day, a single day, no day at all, one that is wound up and one that is closed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'

const FUNDS = 60
const DAYS = 90
const SHARES = 1_000_000_000n
const CASH_E2 = 1_234_567_890n
const CLASSES = ['fixed-income', 'equity', 'alternative', 'money'] as const
const LAST = Date.UTC(2026, 8, 30)

export const ODD_CLIENT = {
  idNumber: '110101196001010011',
  phone: '13800000001',
  accounts: ['ODD001', 'ODD002', 'ODD003', 'ODD004', 'ODD005'],
}

/** Trading days up to 2026-09-30, oldest first. */
function tradingDays(count: number): string[] {
  const { isTradingDay } = tradingCalendar([])
  const days: string[] = []
  for (let at = LAST; days.length < count; at -= 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    if (isTradingDay(day)) days.unshift(day)
  }
  return days
}

const code = (fund: number) => String(900_001 + fund)
const name = (fund: number) => `示例多策略灵活配置混合型证券投资基金中基金（第${fund + 1}期）A类人民币份额`
/** Price in units of 0.0001: it climbs slowly and falls on the last day. */
const priceE4 = (fund: number, day: number) => BigInt(10_000 + fund * 137 + day * 3 - (day === DAYS - 1 ? 140 : 0))
const heldShares = (fund: number) => BigInt(1_000_000 * (fund + 5))
const money = (e2: bigint) => `${e2 / 100n}.${String(e2 % 100n).padStart(2, '0')}`
const price = (e4: bigint) => `${e4 / 10_000n}.${String(e4 % 10_000n).padStart(4, '0')}`
const valueE2 = (fund: number, day: number) => (heldShares(fund) * priceE4(fund, day)) / 100n

function netAssetsE2(day: number): bigint {
  return Array.from({ length: FUNDS }, (_, fund) => valueE2(fund, day)).reduce((sum, value) => sum + value, CASH_E2)
}

/** Rounded half up to four decimals. */
const unitNav = (netE2: bigint) => price((netE2 * 100n * 2n + SHARES) / (SHARES * 2n))

/** Writes the house's neutral CSV files into `out`. */
export function writeOddHouse(out: string): void {
  mkdirSync(out, { recursive: true })
  const days = tradingDays(DAYS)
  const first = days[0] ?? ''
  const last = days.at(-1) ?? ''
  const end = days[DAYS - 10] ?? ''
  const write = (file: string, lines: string[]) => writeFileSync(join(out, file), `${lines.join('\n')}\n`)
  const longName = '示例家族办公室委托管理稳健增值目标收益型单一资产管理计划二〇二六年度第一期'
  write('portfolios.csv', [
    'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,manager,state,liquidation_from,closed_on',
    `ODD001,${longName},balanced,${first},${money(netAssetsE2(0))},${SHARES},示例资产管理有限公司,,,`,
    `ODD002,只有一天的计划,cash,${last},1000000.00,1000000,示例资产管理有限公司,,,`,
    `ODD003,尚未估值的计划,growth,${last},1000000.00,1000000,示例资产管理有限公司,,,`,
    `ODD004,正在清算的计划,balanced,${first},1000000.00,1000000,示例资产管理有限公司,in-liquidation,${days[DAYS - 10]},`,
    `ODD005,已经终止的计划,balanced,${first},1000000.00,1000000,示例资产管理有限公司,closed,${days[DAYS - 20]},${end}`,
  ])
  write('clients.csv', [
    'client_no,client_name,id_number,phone,portfolio_codes',
    `ODD,欧阳示例,${ODD_CLIENT.idNumber},${ODD_CLIENT.phone},${ODD_CLIENT.accounts.join(';')}`,
  ])
  const funds = Array.from({ length: FUNDS }, (_, fund) => fund)
  write('funds.csv', [
    'fund_code,fund_name,asset_class',
    ...funds.map((fund) => `${code(fund)},${name(fund)},${CLASSES[fund % CLASSES.length]}`),
  ])
  write('valuations.csv', [
    'portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav',
    ...days.map((date, day) => {
      const net = netAssetsE2(day)
      return `ODD001,${date},${money(net)},${SHARES},${unitNav(net)},${unitNav(net)}`
    }),
    `ODD002,${last},1000000.00,1000000,1.0000,1.0000`,
    ...days.map((date) => `ODD004,${date},1000000.00,1000000,1.0000,1.0000`),
    ...days.filter((date) => date <= end).map((date) => `ODD005,${date},1000000.00,1000000,1.0000,1.0000`),
  ])
  write('holdings.csv', [
    'portfolio_code,date,fund_code,shares,unit_nav,price_date,market_value,cost,profit',
    ...days.flatMap((date, day) =>
      funds.map((fund) => {
        const [now, paid] = [valueE2(fund, day), valueE2(fund, 0)]
        const profit = now >= paid ? money(now - paid) : `-${money(paid - now)}`
        return `ODD001,${date},${code(fund)},${heldShares(fund)},${price(priceE4(fund, day))},${date},${money(now)},${money(paid)},${profit}`
      }),
    ),
  ])
}
