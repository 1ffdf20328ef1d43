import type { Reader } from '../reader'
import { dailyReaders } from './daily'
import { masterReaders } from './master'
import { movementReaders } from './movements'
import { newsReaders } from './news'

/** One reader per neutral kind (docs/files.md); at most one of them recognises a table. */
export const neutralReaders: readonly Reader[] = [...masterReaders, ...dailyReaders, ...movementReaders, ...newsReaders]
