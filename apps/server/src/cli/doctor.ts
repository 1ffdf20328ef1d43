import type { Command } from 'commander'
import { readConfig } from '../config'
import type { Check } from '../features/doctor/check'
import { examine } from '../features/doctor/doctor.service'

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('look the whole system over and say what to do; changes nothing; exit 1: something is wrong')
    .option('--full', 'read every stored file, not the newest only')
    .option('--json', 'print one JSON object')
    .action(async ({ full, json }: { full?: true; json?: true }) => {
      const checks = await examine({
        config: readConfig(),
        clock: { now: () => new Date() },
        isFull: full === true,
      })
      console.log(json ? JSON.stringify({ checks }) : doctorTable(checks))
      if (checks.some(({ state }) => state === 'fail')) process.exitCode = 1
    })
}

function doctorTable(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length))
  return checks
    .flatMap(({ name, state, found, advice }) => [
      `${state.padEnd(4)}  ${name.padEnd(width)}  ${found}`,
      ...(advice === null ? [] : [`${' '.repeat(width + 8)}→ ${advice}`]),
    ])
    .join('\n')
}
