/** Starts and stops the server. */
import type { AddressInfo } from 'node:net'
import { buildApp } from './app'
import type { Deps } from './deps'
import { measureDelay } from './http/load'
import { CommandError } from './cli/command-error'

export interface RunningServer {
  url: string
  /** Stops taking requests, lets those under way finish, closes the database. */
  stop(): Promise<void>
}

/** Throws a CommandError where the address cannot be listened on. */
export async function startServer(deps: Deps): Promise<RunningServer> {
  const { host, port, publicUrl } = deps.config
  const app = buildApp(deps, measureDelay())
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    await deps.database.close()
    throw listenError(error, host, port)
  }
  const address = app.server.address() as AddressInfo
  return {
    url: publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    async stop() {
      await app.close()
      await deps.database.close()
    },
  }
}

function listenError(error: unknown, host: string, port: number): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EADDRINUSE') {
    return new CommandError(
      `Port ${port} on ${host} is taken by another program. Choose another: PORT=${port + 1} npm start`,
    )
  }
  if (code === 'EACCES') return new CommandError(`Port ${port} may not be used by this user. Choose one above 1024.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CommandError(`HOST=${host} is no address of this machine.`)
  return error
}
