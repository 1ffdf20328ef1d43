import { defineAsyncComponent, type Component } from 'vue'
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

/**
 * A part of a page that comes in a file of its own, when it is first shown. Where it does not come the page is asked for whole; without a
 * network the page stays as it is (`left`), and the part is asked for again when it is shown anew.
 */
export function latePart<Part extends Component>(load: () => Promise<{ default: Part }>, left?: () => void) {
  return defineAsyncComponent({
    loader: load,
    onError(_error, _retry, fail) {
      left?.()
      fail()
      if (navigator.onLine) window.location.reload()
    },
  })
}
