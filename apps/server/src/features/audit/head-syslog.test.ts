import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it, vi } from 'vitest'
import { forEachEngine } from '../../testing/engines'
import { sparePort } from '../../testing/redis'
import { noteEvent, verifyAudit } from './audit.service'
import { isSyslogHeard, syslogLine } from './head-syslog'

const EVENT = {
  actor: { kind: 'shell' as const, id: 'lin' },
  action: 'export-audit' as const,
  object: { kind: 'audit' as const, id: 'all' },
}

async function listen(): Promise<{ socket: Socket; port: number; lines: string[] }> {
  const socket = createSocket('udp4')
  const lines: string[] = []
  socket.on('message', (message) => lines.push(message.toString()))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { socket, port: (socket.address() as AddressInfo).port, lines }
}

it('is a line of RFC 5424', () => {
  const line = syslogLine({ seq: 7, mac: 'ab' }, new Date('2026-01-05T01:00:00.000Z'))
  expect(line).toMatch(/^<110>1 2026-01-05T01:00:00\.000Z \S+ sma-portal \d+ audit-head - seq=7 mac=ab$/)
})

forEachEngine('the end of the audit log', (open) => {
  it('is told to syslog after each piece of work; where nobody listens the house goes on and says so', async () => {
    const deps = await open()
    const { socket, port, lines } = await listen()
    const told = { ...deps, config: { ...deps.config, auditSyslog: { host: '127.0.0.1', port } } }
    await noteEvent(told, EVENT)
    await noteEvent(told, EVENT)
    await vi.waitFor(() => expect(lines).toHaveLength(2), { timeout: 5000 })
    const { mac } = await deps.db.selectFrom('audit_head').select('mac').executeTakeFirstOrThrow()
    expect(lines.at(-1)).toMatch(new RegExp(`seq=2 mac=${mac}$`))
    await vi.waitFor(() => expect(isSyslogHeard()).toBe(true), { timeout: 5000 })
    socket.close()

    const deaf = { ...deps, config: { ...deps.config, auditSyslog: { host: '127.0.0.1', port: await sparePort() } } }
    await noteEvent(deaf, EVENT)
    await vi.waitFor(() => expect(isSyslogHeard()).toBe(false), { timeout: 5000 })
    const nowhere = { ...deps, config: { ...deps.config, auditSyslog: { host: 'no.such.host.invalid', port } } }
    await noteEvent(nowhere, EVENT)
    expect(await verifyAudit(deps)).toEqual({ events: 4, faults: [] })
    // one that listens again is heard again
    const back = await listen()
    await noteEvent({ ...deps, config: { ...deps.config, auditSyslog: { host: '127.0.0.1', port: back.port } } }, EVENT)
    await vi.waitFor(() => expect(back.lines).toHaveLength(1), { timeout: 5000 })
    await vi.waitFor(() => expect(isSyslogHeard()).toBe(true), { timeout: 5000 })
    back.socket.close()
  })
})
