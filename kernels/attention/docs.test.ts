/** `docs/attention.md` is written from the definitions; `vitest run kernels/attention/docs.test.ts -u` writes it anew. */
import { expect, test } from 'vitest'
import {
  type ArgValue,
  type BlockDefinition,
  Env,
  ShapeError,
  Trace,
  type TraceItem,
  elements,
  hintOf,
  modulesOf,
  parametersOf,
  printArg,
} from '../../graph-core/symbolic'
import { rowContext } from '../../tests/row-context'
import { builtin } from '..'
import * as nn from '../layers/nn'

const target = { id: 'ultralytics@8.4', base: 'ultralytics', version: [8, 4] }
const definitions = builtin.blocks.filter(({ library }) => library === 'graft').map((block) => ({ block, ...block.forTarget(target) }))
const methods = definitions
  .filter(({ about }) => about !== undefined && about.form === undefined)
  .sort((a, b) => a.name.localeCompare(b.name))

const levels = [
  [64, 80],
  [128, 40],
  [256, 20],
] as const

interface Cost {
  readonly params: number
  readonly macs: number
  /** Values of the largest result. */
  readonly largest: number
}

/** What the block takes behind c channels on a square map; null where it refuses that. */
function costOf(definition: BlockDefinition, [c, side]: readonly [number, number]): Cost | null {
  const row = rowContext({ block: definition.name, channels: [c] })
  const env = new Env(target, { act: nn.SiLU(), nc: 80, legacy: true, scale: '', regMax: 16, end2end: false, maxDet: 300 })
  const trace = new Trace()
  try {
    const needsChannels = Object.values(definition.args).some((r) => r.kind === 'channels' && r.likeInput !== true)
    const module = definition.construct(env, definition.row(needsChannels ? [c] : [], row))
    trace.call(module, trace.input({ shape: [1, c, side, side], dtype: 'f32' }))
    const params = [...parametersOf(modulesOf(module))].reduce((n, p) => n + elements(p.shape), 0)
    return { params, ...work(trace.body) }
  } catch (error) {
    if (error instanceof ShapeError) return null
    throw error
  }
}

function work(items: readonly TraceItem[]): Omit<Cost, 'params'> {
  let [macs, largest] = [0, 0]
  for (const item of items) {
    const one = item.kind === 'call' ? work(item.body) : { macs: item.op.macs(item.ins, item.outs, item.a), largest: 0 }
    const outs = item.kind === 'call' ? [] : item.outs.map((t) => t.shape.reduce<number>((n, d) => n * hintOf(d), 1))
    macs += one.macs
    largest = Math.max(largest, one.largest, ...outs)
  }
  return { macs, largest }
}

const count = (n: number) => n.toLocaleString('en-US')
const rounded = (n: number) => (n >= 10 ? String(Math.round(n)) : n.toPrecision(2))

function costTable(definition: BlockDefinition): string {
  const rows = levels.map((level) => {
    const cost = costOf(definition, level)
    const map = `${level[0]}×${level[1]}×${level[1]}`
    if (cost === null) return `| ${map} | refused | | |`
    return `| ${map} | ${count(cost.params)} | ${rounded(cost.macs / 1e6)} | ${rounded((cost.largest * 4) / 2 ** 20)} |`
  })
  return ['| Map | Parameters | MACs (millions) | Largest result (MiB) |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function formsOf(name: string): string[] {
  const forms = definitions.filter(({ about }) => about?.form?.of === name)
  if (forms.length === 0 || name.includes('_EMA')) return []
  const lines = forms.map(({ name: form, about }) => {
    const broken = about!.form!.broken
    return `- \`${form}\`: ${about!.form!.differs}${broken === undefined ? '' : ` Broken: ${broken.why} Use \`${broken.instead}\`.`}`
  })
  return [['Other published forms:', '', ...lines].join('\n')]
}

/** A Python signature without what the row's source says. */
const signature = ({ name, args }: BlockDefinition) =>
  `${name}(${Object.entries(args)
    .map(([arg, r]) => ('default' in r ? `${arg}=${printArg(r.default as ArgValue)}` : arg))
    .join(', ')})`

function section(definition: (typeof methods)[number]): string {
  const { name, about, block } = definition
  const { summary, advice, cost, demands, sizeFree, source, zh } = about!
  const facts = [
    `- Signature: \`${signature(definition)}\``,
    ...(block.aliases.length === 0 ? [] : [`- Also written: ${block.aliases.map((alias) => `\`${alias}\``).join(', ')}`]),
    `- Cost: ${cost}`,
    ...(demands === undefined ? [] : [`- Asks for: ${demands}`]),
    `- ${sizeFree === true ? 'One ONNX file serves every image size.' : 'An ONNX file is for one image size.'}`,
    ...(source === undefined ? [] : [`- Paper: <${source}>`]),
  ]
  const parts = [`## ${name}`, `${summary} ${advice}`, `${zh!.name}：${zh!.summary}${zh!.advice}`, facts.join('\n'), ...formsOf(name)]
  return [...parts, costTable(definition)].join('\n\n')
}

test('docs/attention.md says what the definitions say', async () => {
  const head = `# Attention blocks

Written from the definitions in \`kernels/attention\`. c is the channels of the map, n its places (height times width). A row names a block
and leaves the channels it reads out, as in \`[-1, 1, EMA, []]\`; a first number that is those channels is taken for them.

C2f, C3 and C3k2 have ${definitions.filter(({ name }) => name.startsWith('C2f_')).length} of these inside every bottleneck: ${definitions
    .filter(({ name }) => name.startsWith('C2f_'))
    .map(({ name }) => `\`${name}\``)
    .join(
      ', ',
    )}, and the same with C3 and C3k2. Their last argument, \`placement\`, says where: after-cv2 (as most code has it), before-cv2,
instead, after-split, last-piece, end.`
  await expect([head, ...methods.map(section)].join('\n\n').concat('\n')).toMatchFileSnapshot('../../docs/attention.md')
})
