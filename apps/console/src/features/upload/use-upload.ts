import type { Reply } from '@sma/contract/api'
import { computed, reactive, ref } from 'vue'
import { isIgnored } from './dropped-files'
import { sendFiles } from './send-files'
import { fileProgress, MAX_FILE_BYTES, uploadBatches } from './upload-batches'

type Refused = Reply<'uploadFiles'>['refused'][number]

interface UploadLine {
  file: File
  /** 0 to 1. */
  sent: number
}

/** Files chosen to be sent, their way to the server, and the imports that came of them. */
export function useUpload() {
  const lines = ref<UploadLine[]>([])
  const state = reactive({
    busy: false,
    /** Stopped by whoever sent; what had arrived by then is imported. */
    stopped: false,
    error: null as unknown,
    jobs: [] as string[],
    arrived: 0,
    refused: [] as Refused[],
  })
  let stopping = new AbortController()

  /** What is too large is refused before it is sent. */
  function add(files: readonly File[]) {
    if (state.busy) return
    const chosen = files.filter(({ name }) => !isIgnored(name))
    const tooLarge = chosen.filter(({ size }) => size > MAX_FILE_BYTES)
    if (lines.value.length === 0) state.refused = []
    state.refused.push(...tooLarge.map(({ name }) => ({ name, reason: 'too-large' as const })))
    const fitting = chosen.filter((file) => !tooLarge.includes(file))
    lines.value = [...lines.value, ...fitting.map((file) => ({ file, sent: 0 }))]
  }

  function clear() {
    lines.value = []
    Object.assign(state, { error: null, stopped: false, refused: [] })
  }

  /** Sends what was chosen; what has arrived is taken off the list, so that a second try sends the rest. */
  async function send(reason: string | undefined) {
    Object.assign(state, { busy: true, stopped: false, error: null, jobs: [], arrived: 0 })
    stopping = new AbortController()
    try {
      for (const batch of uploadBatches(lines.value.map(({ file }) => file))) await sendBatch(batch, reason)
    } catch (error) {
      if (stopping.signal.aborted) state.stopped = true
      else state.error = error
      for (const line of lines.value) line.sent = 0
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
      signal: stopping.signal,
      onProgress: (sent, total) => {
        for (const [index, part] of fileProgress(sizes, sent, total).entries()) {
          const line = sending[index]
          if (line) line.sent = part
        }
      },
    })
    if (reply.job) state.jobs.push(reply.job)
    state.arrived += reply.files.length
    state.refused.push(...reply.refused)
    lines.value = lines.value.slice(files.length)
  }

  const bytes = computed(() => lines.value.reduce((sum, { file }) => sum + file.size, 0))
  const sentBytes = computed(() => lines.value.reduce((sum, { file, sent }) => sum + file.size * sent, 0))

  return { lines, state, bytes, sentBytes, add, clear, send, stop: () => stopping.abort() }
}
