/** What stands on the cards of an inside. */
import type { TFunction } from 'i18next'
import type { InsideNode, NodeArgument } from '../../graph-core/inside'
import { shapesText } from '../../graph-core/inside/label'
import { type ArgRoles, type BlockDefinition, type LayerDefinition, moduleOf, printArg } from '../../graph-core/symbolic'
import { type Category, categoryOf } from '../app/category'
import { count } from '../app/format'

/** The lines of a card, the first in bold. */
export interface Words {
  readonly title: string
  /** The attribute name, of modules. */
  readonly path: string
  readonly lines: readonly string[]
}

/** What a module of a node was built by; undefined for what is no module, and for containers. */
export function definitionOf({ call }: Pick<InsideNode, 'call'>): BlockDefinition | LayerDefinition | undefined {
  const definition = call && moduleOf(call.module).definition
  return definition === undefined || definition.kind === 'container' ? undefined : (definition as BlockDefinition | LayerDefinition)
}

/** The colour of a card: that of its block, or that of the kind of thing it is. */
export const kindOf = (node: InsideNode): Category | Exclude<InsideNode['kind'], 'module'> =>
  node.kind === 'module' ? categoryOf(definitionOf(node)) : node.kind

/** A module's class as one writes it. */
export const typeName = (definition: { readonly kind: string; readonly name: string }) =>
  definition.kind === 'layer' ? `nn.${definition.name}` : definition.name

/** Arguments of convolutions and poolings by the letters that papers use. */
const letters: Readonly<Record<string, string>> = { kernel_size: 'k', stride: 's', padding: 'p', dilation: 'd', groups: 'g' }

/** `64→128 k3 s2`. */
export function argumentsText(args: readonly NodeArgument[], roles: ArgRoles): string {
  const isInput = ({ name }: NodeArgument) => roles[name]?.kind === 'inputChannels' || name.startsWith('in_')
  const isOutput = ({ name }: NodeArgument) => roles[name]?.kind === 'channels' || name.startsWith('out_')
  const [input, output] = [args.find(isInput), args.find(isOutput)]
  const isPair = typeof input?.value === 'number' && typeof output?.value === 'number'
  const rest = args.filter((arg) => !isPair || (arg !== input && arg !== output))
  const texts = rest.map(({ name, value }) => {
    const letter = letters[name] ?? name
    return letter.length === 1 && value !== null && typeof value !== 'boolean' ? letter + printArg(value) : `${name}=${printArg(value)}`
  })
  return [...(isPair ? [`${String(input.value)}→${String(output.value)}`] : []), ...texts].join(' ')
}

/** The words on a node. */
export function wordsOf(node: InsideNode, t: TFunction): Words {
  const { kind, type, path, args, shapes, params, isAgain } = node
  const shape = shapesText(shapes)
  const parameters = params > 0 ? t('inside.params', { params: count(params) }) : ''
  const joined = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' · ')
  switch (kind) {
    case 'module': {
      const definition = definitionOf(node)
      return {
        title: definition === undefined ? type[0]! : typeName(definition),
        path,
        lines: [argumentsText(args, definition?.args ?? {}), joined(shape, isAgain ? t('inside.again') : parameters)],
      }
    }
    case 'op':
      return { title: type.join(' · '), path: '', lines: [shape] }
    case 'tensor':
      return { title: path, path: '', lines: [joined(shape, parameters)] }
    default:
      return { title: t(`inside.${kind}`), path: /\d/.test(type[0]!) ? type[0]! : '', lines: [shape] }
  }
}
