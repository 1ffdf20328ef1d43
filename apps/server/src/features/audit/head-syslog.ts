/** The end of the audit chain as a line of syslog (RFC 5424 over UDP), on a machine that whoever changes the database does not reach. */
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { hostname } from 'node:os'
import type { Logger } from 'pino'
import type { AuditHead } from './head-file'

export interface SyslogTarget {
  host: string
  port: number
}

/** Facility 13 (log audit), severity 6 (informational). */
const PRIORITY = 13 * 8 + 6
/** How long a refusal may take to come back. */
const REFUSAL_MS = 500

export const syslogLine = ({ seq, mac }: AuditHead, at: Date): string =>
  `<${PRIORITY}>1 ${at.toISOString()} ${hostname() || '-'} sma-portal ${process.pid} audit-head - seq=${seq} mac=${mac}`

let failing = false

/** False since a line could not be handed over; UDP tells only of what is refused, not of what is lost. */
export const isSyslogHeard = (): boolean => !failing

/** Neither waits nor fails: the house goes on where nobody listens, and says so once. */
export function sendHead({ host, port }: SyslogTarget, line: string, log: Pick<Logger, 'warn' | 'info'>): void {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  const lose = (error: unknown) => {
    if (!failing) log.warn({ err: error }, 'the end of the audit log does not reach syslog')
    failing = true
    close()
  }
  const close = () => {
    try {
      socket.close()
    } catch {
      // closed already
    }
  }
  const keep = () => {
    if (failing) log.info('syslog takes the end of the audit log again')
    failing = false
    close()
  }
  socket.on('error', lose)
  try {
    // Connected, so that a port where nobody listens is told of.
    socket.once('connect', () =>
      socket.send(line, (error) => {
        if (error) return lose(error)
        const timer = setTimeout(keep, REFUSAL_MS).unref()
        socket.once('close', () => clearTimeout(timer))
        socket.unref()
      }),
    )
    socket.connect(port, host)
  } catch (error) {
    lose(error)
  }
}
