import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import en from '../locales/en.json'
import zh from '../locales/zh-CN.json'
import { ROUTES } from './paths'

const here = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Name and component of every route. */
const routes = [...here('./router.ts').matchAll(/name: '(\w+)',\s+component: \(\) => import\('([^']+)'\)/g)].map(
  ([, name = '', file = '']) => ({ name, file }),
)

describe('the paragraph on what a page is for', () => {
  it('is there for every route, in both languages, and no longer than one reads', () => {
    const names = routes.map(({ name }) => name).toSorted()
    expect(names).toEqual([...Object.keys(ROUTES), 'notFound'].toSorted())
    expect(Object.keys(zh.help).toSorted()).toEqual(names)
    expect(Object.keys(en.help).toSorted()).toEqual(names)
    for (const text of Object.values(zh.help)) expect(text).toMatch(/^.{20,120}。$/)
    for (const text of Object.values(en.help)) expect(text).toMatch(/^.{40,300}\.$/)
  })

  it.each(routes)('stands on the page $name', ({ file }) => {
    expect(here(file)).toMatch(/<PageHelp \/>|<BarePage /)
  })
})
