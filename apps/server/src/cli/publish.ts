import type { Command } from 'commander'
import { isDate } from '@sma/finance/dates'
import { readConfig } from '../config'
import { openRun } from '../features/days/import-run'
import { publishWaitingDays } from '../features/days/publish-waiting.service'
import { openDeps } from '../open-deps'
import { CommandError } from './command-error'
import { shellUser } from './shell-user'

interface Options {
  portfolio: string
  date: string
}

export function addPublish(program: Command): void {
  program
    .command('publish')
    .description('approve and publish, in your name, what no problem blocks; exit 1 where one does')
    .requiredOption('--portfolio <code>', 'portfolio code, or all')
    .requiredOption('--date <date>', 'YYYY-MM-DD, or all')
    .action(runPublish)
}

async function runPublish({ portfolio, date }: Options): Promise<void> {
  if (date !== 'all' && !isDate(date)) throw new CommandError(`--date: ${date} is neither all nor a date YYYY-MM-DD`)
  const deps = await openDeps(readConfig())
  try {
    const run = await openRun(deps, { publish: true, by: shellUser(), reason: null })
    const chosen = run.portfolios.filter(({ code }) => portfolio === 'all' || code === portfolio)
    if (portfolio !== 'all' && chosen.length === 0) throw new CommandError(`--portfolio: ${portfolio} is not known`)
    const { published, held } = await publishWaitingDays(run, {
      portfolioIds: chosen.map(({ id }) => id),
      date: date === 'all' ? null : date,
    })
    const codeOf = new Map(chosen.map(({ id, code }) => [id, code]))
    for (const day of held) console.log(`held  ${codeOf.get(day.portfolioId)}  ${day.date}`)
    console.log(`${published.length} account days published, ${held.length} held`)
    if (held.length > 0) process.exitCode = 1
  } finally {
    await deps.database.close()
  }
}
