import { fileSize } from '../../../graph-core/exporters/file-size'
import { shown } from '../../../graph-core/exporters/visible'
import type { CheckpointMeta } from '../../../graph-core/weights/checkpoint'
import { hashOf } from '../../services/checkpoints/hash'
import { type CheckpointFile, openCheckpointFile, readingWeights } from '../../services/checkpoints/open-file'
import { type Command, single } from '../command'

export const weights: Command = {
  name: 'weights',
  takes: 'CKPT',
  summary: 'What a checkpoint holds (.pt, .pth, .safetensors, .onnx). Nothing that the file says is executed.',
  options: {
    hash: { type: 'boolean', about: 'the sha256 of each tensor’s values as little-endian float32, row by row' },
    json: { type: 'boolean', about: 'everything, for scripts' },
  },
  examples: ['weights best.pt', 'weights best.pt --hash --json'],
  async run(positional, options, output) {
    const path = single(positional, 'CKPT')
    await readingWeights(path, async () => {
      const file = await openCheckpointFile(path)
      try {
        const tensors = await listTensors(file, options['hash'] === true)
        if (options['json'] === true) output.out(JSON.stringify({ format: file.format, meta: file.meta, tensors }, null, 2))
        else output.out([...facts(file), ...table(tensors), total(file)].join('\n'))
      } finally {
        await file.close()
      }
    })
    return 0
  },
}

interface Listed {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly number[]
  readonly sha256?: string
}

async function listTensors({ tensors }: CheckpointFile, isHashed: boolean): Promise<Listed[]> {
  const listed: Listed[] = []
  for (const tensor of tensors.values()) {
    const { name, dtype, shape } = tensor
    const sha256 = isHashed ? await hashOf(tensor) : null
    listed.push({ name, dtype, shape, ...(sha256 === null ? {} : { sha256 }) })
  }
  return listed
}

/** The format, and what the file says of itself; its YAML and arguments are for scripts. */
function facts({ format, meta }: CheckpointFile): string[] {
  const { yaml, args, other, ...plain } = meta
  const rows = [['format', formats[format]] as const, ...Object.entries(plain).map(([key, value]) => [key, short(value)] as const)]
  if (args !== undefined) rows.push(['args', short(args)])
  for (const [key, value] of Object.entries(other ?? {})) rows.push([shown(key), short(value)])
  if (yaml !== undefined) rows.push(['yaml', `${yaml.trimEnd().split('\n').length} lines (--json shows them)`])
  const width = Math.max(...rows.map(([key]) => key.length))
  return [...rows.map(([key, value]) => `${key.padEnd(width)}  ${value}`), '']
}

const formats: Readonly<Record<CheckpointFile['format'], string>> = {
  pt: 'PyTorch',
  'pt-legacy': 'PyTorch before 1.6',
  safetensors: 'safetensors',
  onnx: 'ONNX',
}

const longest = 100

function short(value: CheckpointMeta[keyof CheckpointMeta]): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return shown(text.length > longest ? `${text.slice(0, longest)}…` : text)
}

function table(tensors: readonly Listed[]): string[] {
  const cells = tensors.map(({ name, dtype, shape, sha256 }) => [shown(name), dtype, `[${shape.join(', ')}]`, sha256 ?? ''] as const)
  const widths = [0, 1, 2].map((column) => cells.reduce((most, row) => Math.max(most, row[column]!.length), 0))
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function total({ tensors }: CheckpointFile): string {
  const all = [...tensors.values()]
  const values = all.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0)
  const bytes = all.reduce((sum, { byteLength }) => sum + byteLength, 0)
  return `${all.length} ${all.length === 1 ? 'tensor' : 'tensors'}, ${values.toLocaleString('en-US')} values, ${fileSize(bytes)}`
}
