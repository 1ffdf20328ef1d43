/** The note by which a data folder is known as the demonstration's. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config'

export const demoNote = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'demo.json')

export const isDemonstration = (config: Pick<Config, 'dataDir'>): boolean => existsSync(demoNote(config))
