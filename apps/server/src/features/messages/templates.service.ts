/** Texts of the house that replies begin with. */
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import { deleteTemplate, insertTemplate, selectTemplates, updateTemplate } from './templates.queries'

export async function listTemplates({ db }: Pick<Deps, 'db'>) {
  return (await selectTemplates(db)).map(({ id, title, text }) => ({ id, title, text }))
}

export async function addTemplate(deps: Deps, actor: Actor, { title, text }: { title: string; text: string }) {
  const id = deps.newId()
  await deps.db.transaction().execute(async (tx) => {
    await insertTemplate(tx, { id, title, text, added_by: actor.id, added_at: deps.clock.now().toISOString() })
    await appendAudit(tx, deps, { actor, action: 'add-template', object: { kind: 'template', id }, detail: { title } })
  })
  await noteAuditHead(deps)
  return { id, title, text }
}

export async function setTemplate(
  deps: Deps,
  actor: Actor,
  template: { id: string; title: string; text: string },
): Promise<{ id: string; title: string; text: string }> {
  await deps.db.transaction().execute(async (tx) => {
    if (!(await updateTemplate(tx, template))) throw new AppError('not-found')
    const object = { kind: 'template', id: template.id } as const
    await appendAudit(tx, deps, { actor, action: 'set-template', object, detail: { title: template.title } })
  })
  await noteAuditHead(deps)
  return template
}

export async function removeTemplate(deps: Deps, actor: Actor, id: string): Promise<void> {
  const known = (await selectTemplates(deps.db)).find((one) => one.id === id)
  if (!known) throw new AppError('not-found')
  await deps.db.transaction().execute(async (tx) => {
    await deleteTemplate(tx, id)
    const detail = { title: known.title }
    await appendAudit(tx, deps, { actor, action: 'remove-template', object: { kind: 'template', id }, detail })
  })
  await noteAuditHead(deps)
}
