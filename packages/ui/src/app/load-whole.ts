import { START_LOCATION, type Router } from 'vue-router'

/**
 * A page whose files do not come (the network was away, or a newer build has replaced them since this one was opened) is asked for whole.
 * The first page is not: it would be asked for without end.
 */
export function loadWholeWhenLost(router: Router): void {
  router.onError((_error, to, from) => {
    if (from !== START_LOCATION) window.location.assign(router.resolve(to).href)
  })
}

/** The same for a part that a page asks for later on; without a network the page stays as it is, and the part can be asked for again. */
export function askWhole(): void {
  if (navigator.onLine) window.location.reload()
}
