/** Names of products in titles and file names, and whether two of them can be the same product. */

/** Words around a product's name; longest first, so that the rest is the name. */
const GENERIC =
  /证券投资基金估值表|基金资产(?:\d级)?(?:科目)?估值表|委托资产资产估值表|委托资产估值表|资产估值表|(?:\d级)?科目估值表|估值表日报|基金估值表|估值表|证券投资基金$|专用表|资产净值公告|\[\d*\]|\(\d*\)/g
const DATE = /(?:19|20)\d{2}[-._年/]?\d{1,2}[-._月/]?\d{1,2}日?(?!\d)/g
const EDGE = /^[\s_\-—:,.]+|[\s_\-—:,.]+$/g
const LEDGER = /(?:^|[_\-\s])(\d{4,6})(?=$|[_\-\s])/g

/** The file name without folders, ending and full-width forms. */
export const fileStem = (fileName: string): string =>
  fileName
    .normalize('NFKC')
    .replace(/^.*[\\/]/, '')
    .replace(/\.[A-Za-z]{2,4}$/, '')

/** What remains of a title or file name without date and table words; null where nothing does. */
export function productIn(text: string): string | null {
  const rest = text.normalize('NFKC').replace(DATE, ' ').replace(GENERIC, ' ').replace(LEDGER, ' ')
  const name = rest.replace(/\s+/g, ' ').replace(EDGE, '')
  return /[\p{L}]/u.test(name) ? name : null
}

/** Account-set numbers (账套编号) standing alone in a title or file name: "…计划-8002-基金资产估值表". */
export const ledgersIn = (text: string): string[] =>
  [...text.normalize('NFKC').replace(DATE, ' ').matchAll(LEDGER)].map((match) => match[1] ?? '')

/** "机构___产品___专用表": the middle part; one underscore may also belong to the product. Null for other text. */
export function productOfDedicatedTable(text: string): string | null {
  const match = /^(.+?)_+(.+?)_+专用表$/.exec(text.normalize('NFKC').trim())
  if (match === null) return null
  const wide = text.normalize('NFKC').trim().split(/_{2,}/)
  return wide.length === 3 ? (wide[1]?.trim() ?? null) : (match[2] ?? null)
}

const NUMERALS = '零一二三四五六七八九'
const COMMON =
  /单一资产管理计划|集合资产管理计划|资产管理计划|集合资金信托计划|资金信托|私募证券投资基金|证券投资基金|单一|集合|信托计划|计划|基金|FOF|MOM|产品|委托资产/gi
const PRODUCT_LIKE = /(?:\d+[号期]|计划|基金|组合|信托)[A-Za-z]?$/
const SHARED_CHARACTERS = 3

const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[\s_\-·()"“”]/g, '')
    .replace(/[零一二三四五六七八九]/g, (digit) => String(NUMERALS.indexOf(digit)))
    .toUpperCase()

/**
 * True where a file name speaks of another product than the sheet: a part of it reads like a product's name and shares
 * neither the other name nor three characters of it. Abbreviations and codes contradict nothing.
 */
export function namesAnotherProduct(fileName: string, product: string): boolean {
  const sheetName = plain(product)
  const parts = (productIn(fileStem(fileName)) ?? '').split(/[_\-\s]+/).map(plain)
  const productParts = parts.filter((part) => /\p{Script=Han}{2}/u.test(part) && PRODUCT_LIKE.test(part))
  if (productParts.length === 0) return false
  return !productParts.some((part) => isRelated(part, sheetName))
}

function isRelated(one: string, other: string): boolean {
  if (one.includes(other) || other.includes(one)) return true
  const core = one.replace(COMMON, '')
  const otherCore = other.replace(COMMON, '')
  if (core === '' || otherCore === '') return true
  if (otherCore.includes(core) || core.includes(otherCore)) return true
  for (let at = 0; at + SHARED_CHARACTERS <= core.length; at += 1) {
    if (otherCore.includes(core.slice(at, at + SHARED_CHARACTERS))) return true
  }
  return false
}
