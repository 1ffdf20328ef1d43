/** Whether someone is signed in, as far as this side can know: the session cookie itself is not readable here. */
import { noteSeen } from './offline'

/** `unknown`: nothing was noted, only the server can tell. */
type Hint = 'in' | 'out' | 'unknown'

const KEY = 'sma.session'

/** `marked` is the page's `data-session`, noted since it was loaded; before that, what this browser has stored counts. */
export function readHint(marked: string | undefined, stored: string | null): Hint {
  if (marked === 'present') return 'in'
  if (marked === 'absent') return 'out'
  return stored === 'in' || stored === 'out' ? stored : 'unknown'
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

export function noteSignedIn(signedIn: boolean): void {
  document.documentElement.dataset['session'] = signedIn ? 'present' : 'absent'
  try {
    localStorage.setItem(KEY, signedIn ? 'in' : 'out')
  } catch {
    // Without storage the server is asked instead.
  }
}

/** Asking a server that will say 401 is avoided where the answer is known, or where a visitor has only opened the front door. */
export function mayBeSignedIn(isFrontDoor: boolean): boolean {
  const hint = readHint(document.documentElement.dataset['session'], stored())
  return hint === 'in' || (hint === 'unknown' && !isFrontDoor)
}

let forget = () => {}

/** Takes what empties the cache of figures, once there is one. */
export function onForget(callback: () => void): void {
  forget = callback
}

/** Empties the cache of figures: another client may be next. */
export function forgetFigures(): void {
  forget()
  noteSeen(null)
}
