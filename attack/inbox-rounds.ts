import { readdir } from 'node:fs/promises'
import type { Inbox } from '../apps/server/src/features/imports/inbox'

/** Looks and works in turn, without the pauses of a server, until the folder holds no file any more. */
export async function emptyInbox(dir: string, inbox: Inbox, work: () => Promise<void>): Promise<void> {
  const isEmpty = async () => (await readdir(dir, { withFileTypes: true })).every((entry) => entry.isDirectory())
  while (!(await isEmpty())) {
    await inbox.lookOnce()
    await work()
  }
}
