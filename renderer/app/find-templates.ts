/** Templates by what people type: a name, with a scale where it has scales, or words of its name and its line. */
import { scaleFromPath } from '../../graph-core/dialects'
import { familyName } from '../../graph-core/dialects/model-name'
import { atSize, sizedName } from '../../graph-core/dialects/sizes'
import { emptyModel } from '../documents/empty-model'
import type { Template } from './templates'

/** A template as it would be opened. */
export interface FoundTemplate {
  readonly template: Template
  /** Without the ending: `yolo11m-seg`, of which the library reads the scale. */
  readonly name: string
  readonly text: string
  /** The scale that was asked for; '' for the template's own. */
  readonly scale: string
}

/** A template by its name as the libraries resolve one: Ultralytics' first, then recipes, then those of other libraries. */
export function templateNamed(name: string, templates: readonly Template[]): FoundTemplate | undefined {
  const shelves = [
    templates.filter(({ library, isRecipe }) => library === '' && !isRecipe),
    templates.filter(({ isRecipe }) => isRecipe),
    templates.filter(({ library }) => library !== ''),
  ]
  for (const shelf of shelves) {
    const named = (wanted: string) => shelf.find((each) => each.name.toLowerCase() === wanted)
    const own = named(name)
    if (own !== undefined) return { template: own, name: own.name, text: own.text, scale: '' }
    const family = named(familyName(name))
    if (family !== undefined) return { template: family, name, text: family.text, scale: scaleFromPath(name) }
    const sized = sizedName(name)
    const base = sized && named(sized.base.toLowerCase())
    if (base !== undefined) return { template: base, name, text: atSize(base.text, sized!.size), scale: sized!.size }
  }
  return undefined
}

/** What is opened of a template: a file of its name, which says of what it was made. */
export const openingOf = ({ name, text, template }: FoundTemplate) => ({ name: `${name}.yaml`, text, template: template.id })

/** What was opened of a template, by its id and the name the file got. */
export function reopened(id: string, name: string, templates: readonly Template[]) {
  if (id === emptyModel.template) return emptyModel
  const found = templateNamed(
    name.replace(/\.ya?ml$/, '').toLowerCase(),
    templates.filter((template) => template.id === id),
  )
  return found && openingOf(found)
}

/** The one that is named first, then all that have every word; `wordsOf` is what is read beside a name. */
export function findTemplates(
  query: string,
  templates: readonly Template[],
  wordsOf: (template: Template) => string,
): readonly FoundTemplate[] {
  const wanted = query
    .trim()
    .toLowerCase()
    .replace(/\.ya?ml$/, '')
  if (wanted === '') return []
  const named = templateNamed(wanted, templates)
  const words = wanted.split(/\s+/)
  const others = templates
    .filter((template) => {
      const said = `${template.library}/${template.name} ${wordsOf(template)}`.toLowerCase()
      return template !== named?.template && words.every((word) => said.includes(word))
    })
    .map((template) => ({ template, name: template.name, text: template.text, scale: '' }))
    // A name that begins with what was typed is meant before one that only has it somewhere, and a plain one before its variants.
    .sort((a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted)) || a.name.length - b.name.length)
  return named === undefined ? others : [named, ...others]
}
