/**
 * Modules as Python classes, specialised to their arguments and free in image size. A module made of layers only is one
 * class for all its uses, with what differs between them as constructor arguments; any other is a class of its own,
 * shared where the text comes out the same.
 */
import {
  type AnyModule,
  Buffer,
  type CallNode,
  type LayerDefinition,
  type LayerOverrides,
  Param,
  ShapeError,
  Trace,
  type TraceItem,
  type Value,
  isModule,
  moduleOf,
} from '../symbolic'
import { ownSymbols, printForward } from './forward-source'
import { printInit } from './init-source'
import { pythonLiteralOf } from './printer'

/** What a run of the surrounding model decides. */
export interface SourceSetting {
  readonly overrides: LayerOverrides
  readonly mode: 'eval' | 'raw'
  readonly strides: readonly number[] | null
}

/** One argument of a layer as Python writes it. */
interface Argument {
  readonly name: string
  readonly literal: string
  readonly isKeyword: boolean
}

/** A layer inside a class of layers. */
interface Member {
  readonly name: string
  readonly layer: string
  readonly args: readonly Argument[]
  /** Lines behind its construction. */
  readonly extra: readonly string[]
}

/** What the text needs imported. */
export function importsOf(classes: readonly string[], more = ''): string {
  const isNamed = [...classes, more].some((text) => text.includes('OrderedDict('))
  return `${isNamed ? 'from collections import OrderedDict\n\n' : ''}import torch\nimport torch.nn as nn`
}

/** Collects classes; print everything twice, since the first pass finds what differs between uses. */
export class ModuleSource {
  /** Literals of every use of classes that differ in numbers only. */
  private readonly families = new Map<string, (readonly string[])[]>()
  private classes = new Map<string, string>()
  private names = new Set<string>()
  private isFinal = false
  private depth = 0

  constructor(private readonly setting: SourceSetting) {}

  /** Runs `print` until families are known; returns the classes in order of definition and the last result. */
  static print<T>(setting: SourceSetting, print: (source: ModuleSource) => T): { classes: readonly string[]; result: T } {
    const source = new ModuleSource(setting)
    print(source)
    source.isFinal = true
    source.classes = new Map()
    source.names = new Set()
    const result = print(source)
    return { classes: [...source.classes.keys()], result }
  }

  /** The expression that constructs a module; `input` is what it is called with, null where it never is. */
  construct(module: AnyModule, input: Value, calls: ReadonlyMap<AnyModule, CallNode>): string {
    const { definition } = moduleOf(module)
    if (definition.kind === 'layer') return this.layer(module)
    if (definition.kind === 'container') {
      const children = moduleOf(module).children.map(
        ([name, child]) => [name, this.construct(child, calls.get(child)?.input ?? null, calls)] as const,
      )
      const list = children.map(([, child]) => child).join(', ')
      if (definition.name === 'ModuleList') return `nn.ModuleList([${list}])`
      if (children.every(([name], i) => name === String(i))) return `nn.Sequential(${list})`
      return `nn.Sequential(OrderedDict([${children.map(([name, child]) => `('${name}', ${child})`).join(', ')}]))`
    }
    return this.block(module, input, calls)
  }

  private layer(module: AnyModule): string {
    const written = this.layerArguments(module).map((argument) => write(argument, argument.literal))
    return `nn.${moduleOf(module).definition.name}(${written.join(', ')})`
  }

  /** Arguments that differ from the defaults: positional as long as nothing was left out, then by name. */
  private layerArguments(module: AnyModule): Argument[] {
    const { definition, args } = moduleOf(module)
    const given: Record<string, unknown> = { ...args, ...this.setting.overrides[definition.name] }
    let isKeyword = false
    return Object.entries((definition as LayerDefinition).args).flatMap(([name, role]): Argument[] => {
      // The text says which value is which, so nothing is overwritten in place.
      if (name === 'inplace') return []
      const literal = pythonLiteralOf(given[name])
      if (!('default' in role) || literal !== pythonLiteralOf(role.default)) return [{ name, literal, isKeyword }]
      isKeyword = true
      return []
    })
  }

  /** A block that is never called itself may have parts that are: those calls are the ones around it. */
  private block(module: AnyModule, input: Value, around: ReadonlyMap<AnyModule, CallNode>): string {
    const info = moduleOf(module)
    // Only what is printed itself is in training; what it calls is in evaluation, as in a trace.
    const isInner = this.depth > 0
    const run = input === null ? null : runAlone(module, input, isInner ? { ...this.setting, mode: 'eval' } : this.setting)
    const calls = run === null ? around : callsIn(run.call.body)
    const forward = run === null ? '' : `\n\n${printForward(run.call, run.trace, run.sizes)}`
    const entries = info.entries.filter(([, entry]) => entry !== null)
    const isMadeOfLayers = entries.length > 0 && entries.every(([, e]) => isModule(e) && moduleOf(e).definition.kind === 'layer')
    if (isMadeOfLayers) return this.family(info.definition.name, entries as readonly (readonly [string, AnyModule])[], forward)

    this.depth++
    const lines = entries.flatMap(([name, entry]) => this.member(name, entry, calls))
    this.depth--
    const body = ['        super().__init__()', ...lines.map((l) => `        ${l}`)].join('\n')
    return `${this.define(info.definition.name, (name) => `class ${name}(nn.Module):\n    def __init__(self):\n${body}${forward}`)}()`
  }

  private member(name: string, entry: unknown, calls: ReadonlyMap<AnyModule, CallNode>): string[] {
    if (entry instanceof Param)
      return [`self.${name} = nn.Parameter(${printInit(entry.init, entry.shape)}${entry.frozen ? ', requires_grad=False' : ''})`]
    if (entry instanceof Buffer) {
      return [`self.register_buffer('${name}', ${printInit(entry.init, entry.shape)}${entry.persistent ? '' : ', persistent=False'})`]
    }
    if (!isModule(entry)) return []
    const definition = moduleOf(entry).definition
    const input = calls.get(entry)?.input ?? null
    return [
      `self.${name} = ${this.construct(entry, definition.kind === 'container' ? null : input, calls)}`,
      ...this.fixedWeights(name, entry),
    ]
  }

  /** Lines for weights of a layer that the block sets itself, such as the fixed weights of DFL. */
  private fixedWeights(name: string, module: AnyModule): string[] {
    const { definition, args } = moduleOf(module)
    if (definition.kind !== 'layer') return []
    const plain = moduleOf((definition as LayerDefinition).construct([], args as never)).tree
    return [...moduleOf(module).tensors].flatMap(([tensor, own]) => {
      const other = plain[tensor]
      const isOwn =
        own instanceof Param &&
        (other instanceof Param ? own.init !== other.init && JSON.stringify(own.init) !== JSON.stringify(other.init) : true)
      const lines =
        isOwn && (own.init.kind === 'values' || own.init.kind === 'constant')
          ? [`self.${name}.${tensor}.data = ${printInit(own.init, own.shape)}`]
          : []
      return own instanceof Param && own.frozen ? [...lines, `self.${name}.${tensor}.requires_grad_(False)`] : lines
    })
  }

  private family(base: string, layers: readonly (readonly [string, AnyModule])[], forward: string): string {
    const members = layers.map(([name, layer]): Member => ({
      name,
      layer: moduleOf(layer).definition.name,
      args: this.layerArguments(layer),
      extra: this.fixedWeights(name, layer),
    }))
    const shape = members.map((m) => [m.name, m.layer, m.extra, m.args.map((a) => [a.name, a.isKeyword])])
    const key = JSON.stringify([base, shape, forward])
    const literals = members.flatMap((m) => m.args.map((a) => a.literal))
    const uses = this.families.get(key) ?? []
    if (!this.isFinal) this.families.set(key, [...uses, literals])
    const parameters = parametersOf(members, literals, uses)
    const text = (i: number) => parameters[i] ?? literals[i]!
    let at = 0
    const lines = members.flatMap((m) => [
      `        self.${m.name} = nn.${m.layer}(${m.args.map((a) => write(a, text(at++))).join(', ')})`,
      ...m.extra.map((l) => `        ${l}`),
    ])
    const own = [...new Set(parameters.filter((p) => p !== null))]
    const head = `    def __init__(${['self', ...own].join(', ')}):\n        super().__init__()`
    const name = this.define(base, (n) => `class ${n}(nn.Module):\n${head}\n${lines.join('\n')}${forward}`)
    return `${name}(${own.map((p) => literals[parameters.indexOf(p)]!).join(', ')})`
  }

  /** The name of a class with this text: one there is, or a new one. */
  private define(base: string, text: (name: string) => string): string {
    const plain = base.replaceAll(/\W/g, '_')
    for (let i = 1; ; i++) {
      const name = i === 1 ? plain : `${plain}_${i}`
      const full = text(name)
      if (this.classes.get(full) === name) return name
      if (!this.names.has(name)) {
        this.names.add(name)
        this.classes.set(full, name)
        return name
      }
    }
  }
}

const write = ({ name, isKeyword }: Argument, text: string) => (isKeyword ? `${name}=${text}` : text)

/** The constructor's parameter for each argument that differs between uses; arguments that always agree share one. null is a constant. */
function parametersOf(members: readonly Member[], literals: readonly string[], uses: readonly (readonly string[])[]): (string | null)[] {
  const names = members.flatMap((m) => m.args.map((a) => `${m.name}_${a.name}`))
  return literals.map((literal, i) => {
    if (uses.every((use) => use[i] === literal)) return null
    return names[literals.findIndex((_, j) => uses.every((use) => use[j] === use[i]))]!
  })
}

/** A module run by itself on inputs whose free sizes are its own symbols. */
function runAlone(module: AnyModule, input: Value, setting: SourceSetting) {
  const trace = new Trace(setting)
  const { value, sizes } = ownSymbols(trace, input)
  try {
    trace.call(module, value)
  } catch (error) {
    if (error instanceof ShapeError) return null
    throw error
  }
  return { trace, sizes, call: trace.body[0] as CallNode }
}

/** The first call of every module inside. */
export function callsIn(items: readonly TraceItem[], found = new Map<AnyModule, CallNode>()): Map<AnyModule, CallNode> {
  for (const item of items) {
    if (item.kind !== 'call') continue
    if (!found.has(item.module)) found.set(item.module, item)
    callsIn(item.body, found)
  }
  return found
}
