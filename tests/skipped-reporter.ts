import type { Reporter, TestModule, TestSuite } from 'vitest/node'

/** Says by name what was skipped and why: the names of skipped suites carry the reason, which the default report hides. */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const names = modules.flatMap((module) => skippedIn(module).map((name) => `  ${module.relativeModuleId}: ${name}`))
    if (names.length === 0) return
    console.log(`Skipped, ${names.length} in all:\n${names.join('\n')}\n`)
  }
}

/** The outermost skipped suites, and the tests that are skipped by themselves. */
function skippedIn(parent: TestModule | TestSuite): string[] {
  return [...parent.children].flatMap((child) => {
    if (child.options.mode === 'skip') return [child.name]
    return child.type === 'suite' ? skippedIn(child) : []
  })
}
