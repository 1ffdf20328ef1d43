import { useRead } from './use-read'

/** Every published NAV of an account from its launch on: read once, whatever day is shown. `wanted` false waits. */
export function useNavHistory(code: () => string, wanted: () => boolean = () => true) {
  return useRead('readNav', () =>
    wanted() ? { params: { code: code() }, query: { period: 'since-inception' as const } } : null,
  )
}
