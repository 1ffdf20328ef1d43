import { isIsoDate } from '../format/dates'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'

/** One value of the query, or undefined. */
export function queryText(query: LocationQuery, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function queryDate(query: LocationQuery, name: string): string | undefined {
  const value = queryText(query, name)
  return isIsoDate(value) ? value : undefined
}

/** A value of the query out of a closed list, else the first of the list. */
export function queryChoice<const V extends string>(
  query: LocationQuery,
  name: string,
  choices: readonly [V, ...V[]],
): V {
  const value = queryText(query, name)
  return choices.find((choice) => choice === value) ?? choices[0]
}

/** Several values of the query out of a closed list, as `name=a,b`. */
export function queryList<const V extends string>(query: LocationQuery, name: string, choices: readonly V[]): V[] {
  const values = queryText(query, name)?.split(',') ?? []
  return choices.filter((choice) => values.includes(choice))
}

/** What `queryList` reads: the list with one value more, or without it where it was there; undefined when empty. */
export function toggled(list: readonly string[], value: string): string | undefined {
  const rest = list.filter((item) => item !== value)
  return (rest.length === list.length ? [...list, value] : rest).join(',') || undefined
}

/** The query with the changes laid over it; undefined removes a name. */
export function mergedQuery(query: LocationQuery, changes: Record<string, string | undefined>): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const [name, value] of Object.entries({ ...query, ...changes }))
    if (typeof value === 'string') merged[name] = value
  return merged
}

/** View state in the URL: changes replace the entry; what opens over the page pushes one, so that "back" closes it. */
export function useUrlState() {
  const route = useRoute()
  const router = useRouter()

  function set(changes: Record<string, string | undefined>) {
    void router.replace({ query: mergedQuery(route.query, changes) })
  }

  function open(name: string, value: string) {
    void router.push({ query: mergedQuery(route.query, { [name]: value }) })
  }

  function close(name: string) {
    const without = router.resolve({
      path: route.path,
      query: mergedQuery(route.query, { [name]: undefined }),
    }).fullPath
    const state: unknown = window.history.state
    const back = typeof state === 'object' && state !== null && 'back' in state ? state.back : null
    if (back === without) router.back()
    else void router.replace(without)
  }

  return { route, set, open, close }
}
