import type { Command } from 'commander'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ulid } from 'ulid'
import { readConfig, type SsoConfig } from '../config'
import { makeTicket, newKeys, type WebsiteKeys } from '../features/sso/make-ticket'
import { CommandError } from './command-error'

const SECONDS = 60

export function addSso(program: Command): void {
  program
    .command('sso-keys')
    .description("make keys for single sign-on: the server's key file, and the file for the website (docs/sso.md)")
    .requiredOption('--server <file>', 'where the key file of SMA_SSO_KEYS is written')
    .requiredOption('--website <file>', "where the website's keys are written")
    .option('--kid <name>', 'name of the keys; today where it is left out')
    .action(writeKeys)
  program
    .command('sso-ticket')
    .description('make a ticket that signs a client in, as the website would: it works once, for a minute')
    .requiredOption('--client <number>', 'client_no of the client')
    .requiredOption('--website <file>', "the website's keys (sma sso-keys)")
    .action(printTicket)
}

async function writeKeys({ server, website, kid }: { server: string; website: string; kid?: string }): Promise<void> {
  for (const path of [server, website]) if (existsSync(path)) throw new CommandError(`${path} exists already`)
  const keys = await newKeys(kid ?? new Date().toISOString().slice(0, 10))
  writeSecret(server, keys.server)
  writeSecret(website, keys.website)
  console.log(`Point SMA_SSO_KEYS to ${resolve(server)}; hand ${resolve(website)} to the website's team on a safe way.`)
}

const writeSecret = (path: string, content: object): void =>
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' })

async function printTicket({ client, website }: { client: string; website: string }): Promise<void> {
  const config = readConfig()
  if (config.sso === null) throw new CommandError('SMA_SSO_KEYS is not set: single sign-on is off')
  const ticket = await makeTicket(readWebsiteKeys(website), claimsFor(config.sso, client))
  const base = config.publicUrl ?? `http://${config.host}:${config.port}`
  console.log(`${base.replace(/\/$/, '')}/sso?signmsg=${ticket}`)
}

function claimsFor({ issuer, audience }: SsoConfig, client: string) {
  const iat = Math.floor(Date.now() / 1000)
  return { iss: issuer, aud: audience, sub: client, iat, exp: iat + SECONDS, jti: ulid() }
}

function readWebsiteKeys(path: string): WebsiteKeys {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as WebsiteKeys
  } catch {
    throw new CommandError(`--website: ${path} cannot be read`)
  }
}
