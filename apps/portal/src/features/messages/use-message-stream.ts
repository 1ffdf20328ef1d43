import { endpoints } from '@sma/contract/endpoints'
import { callUrl } from '@sma/ui/api/client'
import { onBeforeUnmount, watch } from 'vue'

/** Calls `onNews` where something new was written in the account, as long as the page is open and looked at; `code` null waits. */
export function useMessageStream(code: () => string | null, onNews: () => void): void {
  let source: EventSource | null = null

  function close() {
    source?.close()
    source = null
  }

  function open() {
    close()
    const account = code()
    if (account === null || document.hidden) return
    source = new EventSource(`/api/v1${callUrl(endpoints.streamMessages.path, { params: { code: account } })}`)
    source.addEventListener('message', onNews)
    // The session is over, or another page took the place: asking again would change nothing.
    source.addEventListener('end', close)
  }

  // A page that nobody looks at needs no connection; what came meanwhile is read when it is shown again.
  function follow() {
    if (document.hidden) return close()
    if (source || code() === null) return
    open()
    onNews()
  }

  watch(code, open, { immediate: true })
  document.addEventListener('visibilitychange', follow)
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', follow)
    close()
  })
}
