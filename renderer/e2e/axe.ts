/** What axe finds on a page. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Result {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What is serious or critical, as `rule: element`; in the whole page, or within these parts. */
export async function graveFindings(page: Page, within: readonly string[] = ['html']): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async (parts) => {
    const { axe } = globalThis as unknown as { axe: { run(where: unknown): Promise<{ violations: Result[] }> } }
    const { violations } = await axe.run({ include: parts.map((part) => [part]) })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 300)}`))
  }, within)
}
