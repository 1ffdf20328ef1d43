import { ApiProblem } from '@sma/ui/api/api-problem'
import { useWords } from '@sma/ui/words'
import { useQueryClient } from '@tanstack/vue-query'
import { computed, nextTick, onBeforeUnmount, onMounted, reactive, ref, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { onBeforeRouteLeave } from 'vue-router'
import { isSameDraft, knownError, type FieldErrors } from './account-draft'

type Checked<W> = { wire: W } | { errors: FieldErrors }

interface Form<D, W> {
  /** What stands on the server; what is typed follows it while nothing was changed. */
  stored: () => D
  /** What is sent, or what is wrong with what was typed. */
  wireOf: (draft: D) => Checked<W>
  send: (wire: W, draft: D) => Promise<unknown>
  /** The form's element, whose first wrong field takes the focus. */
  root: Ref<HTMLElement | null>
}

/** What is typed into a form, what is wrong with it, and its way to the server; leaving asks where something is not saved. */
export function useForm<D extends Record<string, string>, W>({ stored, wireOf, send, root }: Form<D, W>) {
  const { t } = useI18n({ useScope: 'global' })
  const { wordsOf } = useWords()
  const queries = useQueryClient()
  const base = ref(stored()) as Ref<D>
  const draft = reactive({ ...stored() }) as D
  const errors = ref<FieldErrors>({})
  const failed = ref<string | null>(null)
  const isSaved = ref(false)
  const busy = ref(false)
  const isChanged = computed(() => !isSameDraft(base.value, draft))

  function take() {
    base.value = stored()
    Object.assign(draft, base.value)
    errors.value = {}
    failed.value = null
  }
  watch(stored, () => isChanged.value || take())

  const errorOf = (field: string): string | null => {
    const code = errors.value[field]
    return code === undefined ? null : t(`fieldError.${knownError(code)}`)
  }

  async function refuse(wrong: FieldErrors, words: string | null = null) {
    errors.value = wrong
    const count = Object.keys(wrong).length
    failed.value = count > 0 ? t('accountData.wrong', { count }) : words
    await nextTick()
    root.value?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }

  async function save(): Promise<boolean> {
    isSaved.value = false
    const checked = wireOf(draft)
    if ('errors' in checked) {
      await refuse(checked.errors)
      return false
    }
    busy.value = true
    try {
      await send(checked.wire, draft)
      base.value = { ...draft }
      await queries.invalidateQueries()
      take()
      isSaved.value = true
      return true
    } catch (problem) {
      const fields = problem instanceof ApiProblem ? problem.fields : []
      await refuse(Object.fromEntries(fields.map(({ field, code }) => [field, code])), wordsOf(problem))
      return false
    } finally {
      busy.value = false
    }
  }

  function leaving(event: BeforeUnloadEvent) {
    if (isChanged.value) event.preventDefault()
  }
  onMounted(() => window.addEventListener('beforeunload', leaving))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', leaving))
  onBeforeRouteLeave(() => !isChanged.value || window.confirm(t('accountData.leave')))

  const state = reactive({ busy, failed, isSaved, isChanged })
  return { draft, state, errorOf, save, discard: take }
}
