/** The page of a block in Markdown: English, and below it what its definition says in Chinese. */
import { type About, type ArgValue, type BlockConstructor, type BlockDefinition, type Role, printArg } from '../../../graph-core/symbolic'
import { type Cost, costOf, insideAlone, levels, shortestRow } from './measure'

/** A block and what stands behind its name. */
export interface Documented {
  readonly block: BlockConstructor<never, unknown>
  readonly definition: BlockDefinition
  readonly about: About
}

const count = (n: number) => n.toLocaleString('en-US')
const rounded = (n: number) => (n === 0 ? '0' : n >= 10 ? count(Math.round(n)) : n.toPrecision(2))
const mebibytes = (bytes: number) => rounded(bytes / 2 ** 20)
const code = (text: string) => `\`${text}\``

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

interface Words {
  readonly map: string
  readonly params: string
  readonly macs: string
  readonly largest: string
  readonly peak: string
  readonly refused: string
}
const english: Words = {
  map: 'Map',
  params: 'Parameters',
  macs: 'MACs (millions)',
  largest: 'Largest result (MiB)',
  peak: 'Peak memory (MiB)',
  refused: 'refused',
}

/** What it takes at each level; a refusal is told below. */
export function costTable(definition: BlockDefinition): string {
  const costs = levels.map((level) => [level, costOf(definition, level)] as const)
  const row = ({ params, macs, gflops, largest, peak }: Cost) => [
    count(params),
    rounded(macs / 1e6),
    rounded(gflops),
    mebibytes(largest),
    mebibytes(peak),
  ]
  const head = [english.map, english.params, english.macs, 'GFLOPs', english.largest, english.peak]
  const rows = costs.map(([[c, side], cost]) => [
    `${c}×${side}×${side}`,
    ...(typeof cost === 'string' ? [english.refused, '', '', '', ''] : row(cost)),
  ])
  const [[, first]] = costs as [(typeof costs)[number]]
  return table(head, rows) + (typeof first === 'string' ? `\n\nRefused with its defaults: ${first}.` : '')
}

/** What an argument is for the person who writes a row. */
function meaning({ kind, style, scaled, likeInput, choices, expected }: Role<unknown>): string {
  if (kind === 'inputChannels') {
    return style === 'optional'
      ? 'channels it reads; a row leaves them out, or writes them first'
      : 'channels it reads; a row does not write them'
  }
  if (kind === 'repeats') return 'the row’s repeats; a row does not write them here'
  if (kind === 'channels') {
    const width = scaled === true ? ', before the width multiple' : ''
    return likeInput === true ? `channels it gives${width}; left out, as many as it reads` : `channels it gives${width}`
  }
  return choices === undefined ? expected : `one of ${choices.map(code).join(', ')}`
}

function argumentTable({ args }: BlockDefinition): string {
  const entries = Object.entries(args)
  if (entries.length === 0) return 'It has no arguments.'
  const value = (r: Role<unknown>) => ('default' in r ? code(printArg(r.default as ArgValue)) : '')
  return table(
    ['Argument', 'Default', 'What it is'],
    entries.map(([name, r]) => [code(name), value(r), meaning(r)]),
  )
}

/** Rows as people write them: the shortest, and with the channels where that is read the same. */
function example(definition: BlockDefinition): string {
  const roles = Object.values(definition.args)
  const writesChannels = roles.some((r) => r.style === 'optional' || r.likeInput === true)
  const own = shortestRow(definition, 256)
  const rows = [`- [-1, 1, ${definition.name}, [${own.join(', ')}]]`]
  if (writesChannels && own.length === 0) rows.push(`- [-1, 1, ${definition.name}, [256]] # the same behind 256 channels`)
  return ['```yaml', ...rows, '```'].join('\n')
}

const picture = (definition: BlockDefinition) => {
  const [c, side] = insideAlone(definition).level
  return `![Inside of ${definition.name}](${definition.name}.svg)\n\nDrawn from its trace on a map of ${c}×${side}×${side}.`
}

const dynamic = (about: About) =>
  about.sizeFree === true ? 'One ONNX file serves every image size.' : 'An ONNX file is for one image size.'

const list = (lines: readonly (string | false | undefined)[]) =>
  lines
    .filter((line) => typeof line === 'string')
    .map((line) => `- ${line}`)
    .join('\n')

const paperLink = ({ source, paper }: About) => source !== undefined && `[${paper ?? source}](${source})`

function formSection({ definition, about }: Documented): string {
  const { differs, broken } = about.form!
  const warning = broken === undefined ? [] : [`> **Broken as published.** ${broken.why} Write ${code(broken.instead)} instead.`]
  const parts = [`### ${definition.name}`, differs, ...warning, example(definition), argumentTable(definition), picture(definition)]
  return [...parts, costTable(definition)].join('\n\n')
}

/** The whole page of a method. Forms that differ by what stands inside alone are named, the others have sections of their own. */
export function page({ block, definition, about }: Documented, forms: readonly Documented[]): string {
  const { name } = definition
  const zh = about.zh!
  const isFamily = about.category === 'stage'
  const paper = paperLink(about)
  const facts = list([
    paper && `Paper: ${paper}`,
    block.aliases.length > 0 && `Also written: ${block.aliases.map(code).join(', ')}`,
    `Cost: ${about.cost}`,
    about.demands !== undefined && `Asks for: ${about.demands}`,
    dynamic(about),
    isFamily && `With other blocks inside: ${forms.map((form) => code(form.definition.name)).join(', ')}`,
  ])
  const sections = [
    `# ${name}`,
    `[All blocks](README.md) · [中文](#中文)`,
    `${about.summary} ${about.advice}`,
    facts,
    'c is the channels of the map, n its places (height times width).',
    '## In a model',
    example(definition),
    argumentTable(definition),
    '## Inside',
    picture(definition),
    '## What it takes',
    costTable(definition),
    'For one image in single precision. GFLOPs are those Ultralytics prints, which leave out what is computed between layers; MACs are all of it.',
    ...(forms.length === 0 || isFamily ? [] : ['## Other published forms', ...forms.map(formSection)]),
    '## 中文',
    `**${zh.name}**。${zh.summary}${zh.advice}`,
    list([
      paper && `论文：${paper}`,
      block.aliases.length > 0 && `其他写法：${block.aliases.map(code).join('、')}`,
      `开销：${zh.cost}（c 为通道数，n 为位置数，即高乘宽）`,
      zh.demands !== undefined && `要求：${zh.demands}`,
      about.sizeFree === true ? '同一个 ONNX 文件适用于任意图像尺寸。' : '一个 ONNX 文件只适用于一种图像尺寸。',
      ...(isFamily ? [] : forms.map(chineseForm)),
    ]),
  ]
  return `${sections.join('\n\n')}\n`
}

function chineseForm({ definition, about }: Documented): string {
  const { broken, zh } = about.form!
  return `${code(definition.name)}：${zh!.differs}${broken === undefined ? '' : `**发布的形式有误**：${zh!.broken}请改用 ${code(broken.instead)}。`}`
}

/** The page that leads to all others. */
export function index(methods: readonly Documented[]): string {
  const rows = methods.map(({ definition: { name }, about }) => [
    `[${name}](${name}.md)`,
    about.zh!.name,
    about.summary,
    paperLink(about) || '',
  ])
  return `# Attention blocks

One page a method, written from the definitions in \`kernels/attention\` by \`npm run docs\`: what it does, when it helps, how a row writes it, what is
inside, and what it takes on three maps. The Chinese of each page stands at its end (每页末尾有中文说明).

A row names a block and leaves out the channels it reads, as in \`[-1, 1, EMA, []]\`; a first number that is those channels is taken for them.

${table(['Block', '中文', 'What it does', 'Paper'], rows)}
`
}
