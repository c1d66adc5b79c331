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

interface Slot {
  readonly name: string
  readonly literal: string
}

/** Uses of one class that differ in numbers only. */
interface Family {
  readonly name: string
  readonly uses: (readonly Slot[])[]
}

/** Collects classes; print everything twice, since the first pass finds what differs between uses. */
export class ModuleSource {
  private readonly families = new Map<string, Family>()
  private classes = new Map<string, string>()
  private names = new Set<string>()
  private isFinal = false

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
      const children = [...moduleOf(module).children].map(([, child]) => this.construct(child, calls.get(child)?.input ?? null, calls))
      return definition.name === 'ModuleList' ? `nn.ModuleList([${children.join(', ')}])` : `nn.Sequential(${children.join(', ')})`
    }
    return this.block(module, input, calls)
  }

  private layer(module: AnyModule): string {
    const { definition, args } = moduleOf(module)
    return `nn.${definition.name}(${this.layerArguments(module, definition as LayerDefinition, args as Record<string, unknown>).join(', ')})`
  }

  /** Arguments that differ from the defaults: positional as long as nothing was left out, then by name. */
  private layerArguments(_: AnyModule, definition: LayerDefinition, given: Record<string, unknown>): string[] {
    const overrides = { ...this.setting.overrides[definition.name] }
    delete overrides['inplace']
    const args = { ...given, ...overrides }
    let isPositional = true
    return Object.entries(definition.args).flatMap(([name, role]) => {
      if (name === 'inplace') return []
      const value = args[name]
      if ('default' in role && pythonLiteralOf(value) === pythonLiteralOf(role.default)) {
        isPositional = false
        return []
      }
      return [isPositional ? pythonLiteralOf(value) : `${name}=${pythonLiteralOf(value)}`]
    })
  }

  /** A block that is never called itself may have parts that are: those calls are the ones around it. */
  private block(module: AnyModule, input: Value, around: ReadonlyMap<AnyModule, CallNode>): string {
    const info = moduleOf(module)
    const run = input === null ? null : runAlone(module, input, this.setting)
    const calls = run === null ? around : callsIn(run.call.body)
    const forward = run === null ? '' : `\n\n${printForward(run.call, run.trace, run.sizes)}`
    const entries = info.entries.filter(([, entry]) => entry !== null)
    const isMadeOfLayers = entries.length > 0 && entries.every(([, e]) => isModule(e) && moduleOf(e).definition.kind === 'layer')
    if (isMadeOfLayers) return this.family(info.definition.name, entries as readonly (readonly [string, AnyModule])[], forward)

    const lines = entries.flatMap(([name, entry]) => this.member(name, entry, calls))
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
    const members = layers.map(([name, layer]) => {
      const { definition, args } = moduleOf(layer)
      const texts = this.layerArguments(layer, definition as LayerDefinition, args as Record<string, unknown>)
      const roles = Object.keys((definition as LayerDefinition).args)
      const slots = texts.map((text, i): Slot => {
        const keyword = /^(\w+)=(.*)$/s.exec(text)
        return keyword === null ? { name: `${name}_${roles[i]!}`, literal: text } : { name: `${name}_${keyword[1]!}`, literal: keyword[2]! }
      })
      const keywords = texts.map((text) => /^(\w+)=/.exec(text)?.[1] ?? '')
      return { name, layer: definition.name, slots, keywords, extra: this.fixedWeights(name, layer) }
    })
    const key = JSON.stringify([base, members.map((m) => [m.name, m.layer, m.keywords, m.extra]), forward])
    let family = this.families.get(key)
    if (family === undefined) this.families.set(key, (family = { name: base, uses: [] }))
    const use = members.flatMap((m) => m.slots)
    if (!this.isFinal) family.uses.push(use)
    const sameAs = (i: number) => use.findIndex((_, j) => family.uses.every((other) => other[j]!.literal === other[i]!.literal))
    const differs = use.map((slot, i) => family.uses.some((other) => other[i]!.literal !== slot.literal))
    const isParameter = use.map((_, i) => differs[i]! && sameAs(i) === i)
    const parameters = use.filter((_, i) => isParameter[i]).map((s) => s.name)
    let at = 0
    const lines = members.flatMap((m) => {
      const args = m.slots.map((slot, i) => {
        const text = differs[at]! ? use[sameAs(at)]!.name : slot.literal
        at++
        return m.keywords[i] === '' ? text : `${m.keywords[i]!}=${text}`
      })
      return [`        self.${m.name} = nn.${m.layer}(${args.join(', ')})`, ...m.extra.map((l) => `        ${l}`)]
    })
    const head = `    def __init__(${['self', ...parameters].join(', ')}):\n        super().__init__()`
    const name = this.define(base, (n) => `class ${n}(nn.Module):\n${head}\n${lines.join('\n')}${forward}`)
    return `${name}(${use
      .filter((_, i) => isParameter[i])
      .map((s) => s.literal)
      .join(', ')})`
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
