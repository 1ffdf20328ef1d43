/** A house that serves in this process, under a clock that stands where the attack sets it. */
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../apps/server/src/app'
import type { Config } from '../apps/server/src/config'
import type { Deps } from '../apps/server/src/deps'
import { runDueJobs } from '../apps/server/src/features/imports/jobs.service'
import { testClock, type TestClock } from '../apps/server/src/testing/clock'
import { newHouse } from './house'
import type { Engine } from './part'

export interface Live {
  deps: Deps & { clock: TestClock }
  app: FastifyInstance
  close(): Promise<void>
}

interface Changes {
  /** Settings over the house's own. */
  config?: (dataDir: string) => Partial<Config>
  newId?: () => string
}

export async function openLive(engine: Engine, { config, newId }: Changes = {}): Promise<Live> {
  const house = await newHouse(engine)
  const opened = await house.open()
  const settings = { staffTotp: 'optional' as const, ...config?.(house.dataDir) }
  const deps = {
    ...opened,
    ...(newId && { newId }),
    runJobs: runDueJobs,
    clock: testClock(),
    config: { ...opened.config, ...settings },
  }
  const app = buildApp(deps)
  return {
    deps,
    app,
    async close() {
      await app.close()
      await deps.database.close()
      await house.drop()
    },
  }
}
