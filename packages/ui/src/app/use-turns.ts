import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/**
 * Counts from 0 to `turns` once the view that calls it is mounted, one each time the browser has had room to paint and to answer a touch:
 * a long page made part by part keeps nobody waiting.
 */
export function useTurns(turns: number): Readonly<Ref<number>> {
  const turn = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  const next = () => {
    turn.value += 1
    if (turn.value < turns) timer = setTimeout(next)
  }
  onMounted(() => {
    timer = setTimeout(next)
  })
  onBeforeUnmount(() => clearTimeout(timer))
  return turn
}
