/** Templates as people look for them: one card a family, its variants on it. */
import { modelNameOf, readHeader } from '../../graph-core/dialects'
import { atSize, isSized, sizeLetters } from '../../graph-core/dialects/sizes'
import { readDocument } from '../../graph-core/yaml/parse'
import type { FoundTemplate } from './find-templates'
import { type Template, stockOf } from './templates'

export interface TemplateGroup {
  /** `yolov8`, or for a recipe `yolov9-seattention`. */
  readonly family: string
  /** The folder below the templates; '' for Ultralytics'. */
  readonly library: string
  /** What the card itself opens. */
  readonly main: FoundTemplate
  /** The others, by what their name adds; all of them where none has the family's bare name. A recipe's are its scales. */
  readonly variants: readonly Variant[]
}

export interface Variant extends FoundTemplate {
  readonly label: string
}

/** Scales in the order people list them. */
const scales = 'ntsmcblex'

/** The name a card goes by: a recipe's without its scale. */
export const familyOf = ({ name, isRecipe }: Template): string =>
  isRecipe ? name.replace(/^(yolov?\d+)[a-z](?=-)/, '$1') : (/^(yoloe-v?\d+|yolov?\d+|[a-z]+)/.exec(name)?.[0] ?? name)

/** What a variant's name adds to its family's: `seg`, `t`, `c-seg`. */
const labelOf = (name: string, family: string): string => {
  const at = [...name].findIndex((letter, k) => letter !== family[k])
  const added = at < 0 ? '' : name.slice(at, name.length - (name.endsWith(family.slice(at)) ? family.length - at : 0))
  return added.replace(/^-/, '')
}

/** The tasks' endings in the order people list them. */
const tasks = ['seg', 'pose', 'obb', 'cls', 'sem', 'depth']

/** Bare names first, then scales from small to large, then tasks, then the rest by name. */
function rank(label: string): number {
  if (label === '') return -1
  if (label.length === 1) return scales.indexOf(label)
  return scales.length + (tasks.includes(label) ? tasks.indexOf(label) : tasks.length)
}

/** Newer families first: by their number, then those without one. */
const age = ({ family, library }: TemplateGroup): number => {
  const number = /^yolov?(\d+)/.exec(family)?.[1]
  return (number === undefined ? 1000 : -Number(number)) + (library === '' ? 0 : 500)
}

export function groupTemplates(templates: readonly Template[]): readonly TemplateGroup[] {
  const keyOf = (template: Template) => `${template.library}/${familyOf(template)}`
  return [...new Set(templates.map(keyOf))]
    .map((key): TemplateGroup => {
      const members = templates.filter((template) => keyOf(template) === key)
      const family = familyOf(members[0]!)
      const labelled = members
        .map((template) => ({ label: labelOf(template.name, family), template }))
        .sort((a, b) => rank(a.label) - rank(b.label) || a.label.localeCompare(b.label))
      const [first] = labelled
      const whole = (template: Template): FoundTemplate => ({ template, name: template.name, text: template.text, scale: '' })
      const variants =
        members.length === 1 && members[0]!.isRecipe
          ? atScales(members[0]!)
          : labelled.filter(({ label }) => label !== '').map(({ label, template }) => ({ label, ...whole(template) }))
      return { family, library: members[0]!.library, main: whole(first!.template), variants }
    })
    .sort((a, b) => age(a) - age(b) || a.family.localeCompare(b.family))
}

/** A recipe at each of its scales. */
function atScales(template: Template): readonly Variant[] {
  const document = readDocument(template.text)
  const sized = isSized(document)
  return (sized ? sizeLetters : readHeader(document).header.scales).map((scale) => ({
    label: scale,
    template,
    name: modelNameOf(template.name, scale),
    text: sized ? atSize(template.text, scale) : template.text,
    scale,
  }))
}

/** The stock model that a recipe changes, at the recipe's scale. */
export function stockAt({ template, scale }: FoundTemplate, all: readonly Template[]): FoundTemplate {
  const stock = stockOf(template, all)
  if (scale === '') return { template: stock, name: stock.name, text: stock.text, scale }
  const text = isSized(readDocument(stock.text)) ? atSize(stock.text, scale) : stock.text
  return { template: stock, name: modelNameOf(stock.name, scale), text, scale }
}
