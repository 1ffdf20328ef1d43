/**
 * What browsers of docs/browsers.md may lack and our pages and their libraries call. The syntax is the build's concern
 * (scripts/lib/web-app.mjs); this is to be imported first.
 */

/** Array methods of 2021 to 2023, as the standard has them for arrays without holes. */
export const ARRAY_METHODS = {
  at<T>(this: readonly T[], index: number): T | undefined {
    const place = Math.trunc(index) || 0
    return this[place < 0 ? this.length + place : place]
  },
  findLast<T>(this: readonly T[], test: (one: T, index: number, all: readonly T[]) => unknown): T | undefined {
    for (let index = this.length - 1; index >= 0; index--) {
      const one = this[index] as T
      if (test(one, index, this)) return one
    }
    return undefined
  },
  toReversed<T>(this: readonly T[]): T[] {
    return [...this].reverse()
  },
  toSorted<T>(this: readonly T[], compare?: (left: T, right: T) => number): T[] {
    return [...this].sort(compare)
  },
}

export const OBJECT_METHODS = {
  hasOwn: (of: object, key: PropertyKey): boolean => Object.prototype.hasOwnProperty.call(of, key),
}

/** Adds the methods that `to` does not have, hidden from loops like its own. */
export function addMissing(to: object, methods: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(methods))
    if (!(name in to)) Object.defineProperty(to, name, { value, writable: true, configurable: true })
}

addMissing(Array.prototype, ARRAY_METHODS)
addMissing(Object, OBJECT_METHODS)
