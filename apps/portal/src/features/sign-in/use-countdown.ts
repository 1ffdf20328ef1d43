import { computed, onBeforeUnmount, ref } from 'vue'
import { secondsLeft } from './sign-in-view'

/** Seconds until something may be done again; counts by the clock, so a sleeping phone does not stretch it. */
export function useCountdown() {
  const readyAt = ref(0)
  const now = ref(Date.now())
  const left = computed(() => secondsLeft(readyAt.value, now.value))
  let timer: number | undefined

  function stop() {
    window.clearInterval(timer)
    timer = undefined
  }

  function tick() {
    now.value = Date.now()
    if (left.value === 0) stop()
  }

  function start(seconds: number) {
    readyAt.value = Date.now() + seconds * 1000
    now.value = Date.now()
    stop()
    timer = window.setInterval(tick, 500)
  }

  onBeforeUnmount(stop)
  return { left, start }
}
