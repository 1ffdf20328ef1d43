import { join } from 'node:path'
import type { Config } from './config'
import type { KeyRing } from './crypto/key-ring'
import { openFileStore, type FileStore } from './files'
import { openS3Store } from './s3-store'

/** The house's stored files, where its settings put them. */
export const openStoredFiles = ({ dataDir, files }: Pick<Config, 'dataDir' | 'files'>, ring: KeyRing): FileStore =>
  openFileStore(join(dataDir, 'files'), ring.fixed('files'), files === null ? undefined : openS3Store(files))
