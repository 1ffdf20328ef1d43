/** What a device keeps for the time without a network: one page (public/sw.js) and the day of the figures last seen. */
const SEEN = 'sma.seen'

/** After the first page has loaded, so that it costs that page nothing. */
export function keepOfflinePage(): void {
  if (!('serviceWorker' in navigator)) return
  const register = () => void navigator.serviceWorker.register('/sw.js').catch(() => null)
  if (document.readyState === 'complete') register()
  else window.addEventListener('load', register, { once: true })
}

/** @param day the day of the figures shown, null where the client has left: then nothing is kept. */
export function noteSeen(day: string | null): void {
  try {
    if (day === null) localStorage.removeItem(SEEN)
    else localStorage.setItem(SEEN, day)
  } catch {
    // Without storage the offline page names no day.
  }
}
