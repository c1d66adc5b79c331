/** `docs/blocks` is what the definitions say; `npm run docs` writes it anew. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { drawInside } from '../graph-core/inside/draw'
import { builtin } from '.'
import { insideAlone, target } from './tests/docs/measure'
import { type Documented, index, page } from './tests/docs/page'

const folder = new URL('../docs/blocks/', import.meta.url)
const documented = builtin.blocks
  .filter(({ library }) => library === 'graft')
  .flatMap((block): Documented[] => {
    const definition = block.forTarget(target)
    return definition.about === undefined ? [] : [{ block, definition, about: definition.about }]
  })
const methods = documented
  .filter(({ about }) => about.form === undefined)
  .sort((a, b) => a.definition.name.localeCompare(b.definition.name, 'en'))
const formsOf = ({ definition: { name } }: Documented) => documented.filter(({ about }) => about.form?.of === name)

/** Those with a picture: methods, and forms that have a section. */
const drawn = methods.flatMap((method) => [method, ...(method.about.category === 'stage' ? [] : formsOf(method))])

const files = new Map([
  ['README.md', () => index(methods)],
  ...methods.map((method) => [`${method.definition.name}.md`, () => page(method, formsOf(method))] as const),
  ...drawn.map(({ definition }) => [`${definition.name}.svg`, () => drawInside(insideAlone(definition).inside, definition.name)] as const),
])

test.each([...files])('docs/blocks/%s is as written from its definition', async (name, write) => {
  await expect(write()).toMatchFileSnapshot(`../docs/blocks/${name}`)
})

test('no page is left of a block that is gone', () => {
  expect(readdirSync(folder).filter((name) => !files.has(name))).toEqual([])
})
