import { userInfo } from 'node:os'

/** Under whose name a command acts; containers run under numbers that have no name. */
export function shellUser(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
