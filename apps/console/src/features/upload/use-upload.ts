import type { Reply } from '@sma/contract/api'
import { reactive, ref } from 'vue'
import { isIgnored } from './dropped-files'
import { sendFiles } from './send-files'
import { fileProgress, uploadBatches } from './upload-batches'

type Refused = Reply<'uploadFiles'>['refused'][number]

interface UploadLine {
  file: File
  /** 0 to 1. */
  sent: number
}

/** Files chosen to be sent, their way to the server, and the imports that came of them. */
export function useUpload() {
  const lines = ref<UploadLine[]>([])
  const state = reactive({ busy: false, error: null as unknown, jobs: [] as string[], refused: [] as Refused[] })

  function add(files: readonly File[]) {
    if (state.busy) return
    const chosen = files.filter(({ name }) => !isIgnored(name))
    lines.value = [...lines.value, ...chosen.map((file) => ({ file, sent: 0 }))]
  }

  function clear() {
    lines.value = []
    state.error = null
  }

  /** Sends what was chosen; what has arrived is taken off the list, so that a second try sends the rest. */
  async function send(reason: string | undefined) {
    state.busy = true
    state.error = null
    state.jobs = []
    state.refused = []
    try {
      for (const batch of uploadBatches(lines.value.map(({ file }) => file))) await sendBatch(batch, reason)
    } catch (error) {
      state.error = error
    } finally {
      state.busy = false
    }
  }

  async function sendBatch(files: File[], reason: string | undefined) {
    const sending = lines.value.slice(0, files.length)
    const sizes = files.map(({ size }) => size)
    const reply = await sendFiles({
      files,
      reason,
      onProgress: (sent, total) => {
        for (const [index, part] of fileProgress(sizes, sent, total).entries()) {
          const line = sending[index]
          if (line) line.sent = part
        }
      },
    })
    if (reply.job) state.jobs.push(reply.job)
    state.refused.push(...reply.refused)
    lines.value = lines.value.slice(files.length)
  }

  return { lines, state, add, clear, send }
}
