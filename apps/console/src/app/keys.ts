/** The console's keys: few, the same on every page, and only where nobody is typing. */

export const KEYS = { j: 'next', k: 'previous', x: 'choose', a: 'act', '/': 'find', '?': 'help' } as const
export type KeyAct = (typeof KEYS)[keyof typeof KEYS]

interface Pressed {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  defaultPrevented: boolean
  target: EventTarget | null
}

/** What the pressed key asks for; null where it belongs to a field, a dialog or the browser. */
export function actOf({ key, ctrlKey, metaKey, altKey, defaultPrevented, target }: Pressed): KeyAct | null {
  if (defaultPrevented || ctrlKey || metaKey || altKey) return null
  if (target instanceof Element && target.closest(TYPING)) return null
  return key in KEYS ? KEYS[key as keyof typeof KEYS] : null
}

const TYPING = 'input:not([type=checkbox]), select, textarea, [contenteditable], [role=dialog]'

/** Rows that are about to be replaced are not what was asked for: no key takes one of them. */
const isSettled = (element: Element): boolean => element.closest('[aria-busy=true]') === null

/** What stands for a row and opens it: a link or a button that is marked so. */
const rowsOf = (page: Element): HTMLElement[] => [...page.querySelectorAll<HTMLElement>('[data-row]')].filter(isSettled)

/** Does it on the page; whether there was something to do. */
export function pressOn(page: Element, act: Exclude<KeyAct, 'help'>): boolean {
  const active = page.ownerDocument.activeElement
  if (act === 'find') return focus(page.querySelector<HTMLElement>('[data-search]'))
  if (active && !isSettled(active)) return false
  if (act === 'choose') return choose(active)
  if (act === 'act') return focus([...page.querySelectorAll<HTMLElement>('[data-act]:enabled')].find(isSettled))
  const rows = rowsOf(page)
  const row = active?.closest('tr')
  const at = rows.findIndex((one) => one === active || row?.contains(one))
  if (at < 0) return focus(rows[0])
  return focus(rows[act === 'next' ? at + 1 : at - 1])
}

function focus(element: HTMLElement | null | undefined): boolean {
  element?.focus()
  if (element instanceof HTMLInputElement) element.select()
  return Boolean(element)
}

function choose(active: Element | null): boolean {
  const box = active?.closest('tr')?.querySelector<HTMLElement>('input[type=checkbox]')
  box?.click()
  return Boolean(box)
}
