import type { Command } from 'commander'
import { readConfig } from '../config'
import { openDatabase } from '../db/dialect'
import { migrate } from '../db/migrate'
import { join } from 'node:path'

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database up to date')
    .action(async () => {
      const config = readConfig()
      const database = openDatabase({ url: config.databaseUrl, file: join(config.dataDir, 'sma.db') })
      try {
        const ran = await migrate(database)
        console.log(ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.join(', ')}.`)
      } finally {
        await database.close()
      }
    })
}
