/**
 * The initialisers of an ONNX file, in place or in files beside it. Only the fields that describe them are read, so a network of gigabytes opens
 * as fast as a small one. Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import type { ByteSource } from '../byte-source'
import type { Checkpoint, CheckpointMeta, Json } from '../checkpoint'
import { CheckpointError } from '../checkpoint-error'
import { type WeightDType, dtypeBytes, toFloat32 } from '../dtype'
import { quote } from '../strict-json'
import { type WeightTensor, tensorAt } from '../weight-tensor'
import { type NamedNode, nameByNode, tellingOperators } from './name-by-node'
import { type Field, ProtobufCursor } from './protobuf-cursor'

/** Opens a file beside the network's own, by the name the network gives it. */
export type OpenBeside = (name: string) => Promise<ByteSource>

/** Networks have some hundred nodes and a few hundred initialisers; of those that lie one by one, fields are few. */
const mostFields = 500_000
const mostTensors = 100_000
const longestList = 64

const bad = (what: string) => new CheckpointError('bad-onnx', what)

/** Element types by TensorProto.DataType. */
const elementTypes: Readonly<Record<number, WeightDType>> = {
  1: 'F32',
  2: 'U8',
  3: 'I8',
  4: 'U16',
  5: 'I16',
  6: 'I32',
  7: 'I64',
  9: 'BOOL',
  10: 'F16',
  11: 'F64',
  12: 'U32',
  13: 'U64',
  16: 'BF16',
  17: 'F8_E4M3',
  19: 'F8_E5M2',
}

/** Fails with CheckpointError. Without `beside`, tensors that lie in other files are refused. */
export async function readOnnx(source: ByteSource, beside?: OpenBeside): Promise<Checkpoint> {
  const cursor = new ProtobufCursor(source)
  const facts: [string, string][] = []
  const tensors = new Map<string, WeightTensor>()
  const nodes: NamedNode[] = []
  const opened = new Map<string, Promise<ByteSource>>()
  const open = (name: string) => {
    const known = opened.get(name) ?? openBeside(name, beside)
    opened.set(name, known)
    return known
  }
  let count = 0
  let hasGraph = false
  const counted = () => {
    if (++count > mostFields) throw new CheckpointError('too-much', 'the network has more parts than any model')
  }
  for await (const field of cursor.fields(0, source.size)) {
    counted()
    if (field.number === 14) facts.push(await readPair(cursor, field))
    if (field.number !== 7) continue
    hasGraph = true
    for await (const inner of cursor.fields(field.start, field.length)) {
      counted()
      if (inner.number === 1) nodes.push(...(await readNode(cursor, inner, counted)))
      if (inner.number !== 5) continue
      const tensor = await readTensor(source, cursor, inner, open, counted)
      if (tensors.has(tensor.name)) throw new CheckpointError('duplicate-name', `two tensors are named ${quote(tensor.name)}`)
      if (tensors.size >= mostTensors) throw new CheckpointError('too-much', 'the network has more weights than any model')
      tensors.set(tensor.name, tensor)
    }
  }
  if (!hasGraph) throw new CheckpointError('unknown-format', 'this is no checkpoint, and no network')
  return { format: 'onnx', meta: metaOf(new Map(facts)), tensors: nameByNode(tensors, nodes) }
}

/** A node that tells what it reads; none for others, whose texts are not read. */
async function readNode(cursor: ProtobufCursor, { start, length }: Field, counted: () => void): Promise<NamedNode[]> {
  const [inputs, outputs, about]: [Field[], Field[], Field[]] = [[], [], []]
  for await (const field of cursor.fields(start, length)) {
    counted()
    const texts = field.number === 1 ? inputs : field.number === 2 ? outputs : about
    if (texts.length < longestList) texts.push(field)
  }
  const text = async (number: number) => {
    const field = about.find((each) => each.number === number)
    return field === undefined ? '' : cursor.text(field)
  }
  const opType = await text(4)
  if (!tellingOperators.has(opType)) return []
  const texts = (fields: readonly Field[]) => Promise.all(fields.map((field) => cursor.text(field)))
  return [{ name: await text(3), opType, inputs: await texts(inputs), outputs: await texts(outputs) }]
}

async function openBeside(name: string, beside: OpenBeside | undefined): Promise<ByteSource> {
  // A network must not name files of others.
  if (beside === undefined || !/^[^/\\:\0]+$/.test(name) || name === '.' || name === '..')
    throw new CheckpointError('unsupported', `the weights lie in another file, ${quote(name)}, which is not read`)
  return beside(name)
}

/** A key with its value, both text. */
async function readPair(cursor: ProtobufCursor, { start, length }: Field): Promise<[string, string]> {
  const pair: [string, string] = ['', '']
  for await (const field of cursor.fields(start, length)) {
    if (field.number === 1 || field.number === 2) pair[field.number - 1] = await cursor.text(field, 2 ** 20)
  }
  return pair
}

/** Fields that hold values one by one, and how a value is written there. */
const listed: Readonly<Record<number, 'float' | 'double' | 'varint'>> = { 4: 'float', 5: 'varint', 7: 'varint', 10: 'double', 11: 'varint' }

async function readTensor(
  source: ByteSource,
  cursor: ProtobufCursor,
  { start, length }: Field,
  open: (name: string) => Promise<ByteSource>,
  counted: () => void,
): Promise<WeightTensor> {
  const shape: number[] = []
  const outside = new Map<string, string>()
  let [name, type, isOutside] = ['', 0, false]
  let raw: Field | null = null
  let values: Field | null = null
  for await (const field of cursor.fields(start, length)) {
    counted()
    if (field.number === 1) shape.push(...(await readSizes(cursor, source, field)))
    else if (field.number === 2) type = Number(field.value)
    else if (field.number === 8) name = await cursor.text(field)
    else if (field.number === 9) raw = field
    else if (field.number === 13) outside.set(...(await readPair(cursor, field)))
    else if (field.number === 14) isOutside = field.value === 1n
    else if (listed[field.number] !== undefined) {
      if (values !== null) throw new CheckpointError('unsupported', `${quote(name)} is written value by value`)
      values = field
    }
    if (shape.length > longestList) throw bad(`a tensor has more than ${longestList} dimensions`)
  }
  const dtype = elementTypes[type]
  if (dtype === undefined) throw new CheckpointError('unsupported', `${quote(name)} has the element type ${type}, which is not read`)
  const count = shape.reduce((product, size) => product * size, 1)
  const byteLength = count * dtypeBytes[dtype]
  if (!shape.every((size) => size >= 0) || !Number.isSafeInteger(byteLength))
    throw new CheckpointError('bad-tensor', `${quote(name)} has impossible sizes`)
  const place = { name, dtype, shape, byteLength }
  if (isOutside) {
    const data = await open(outside.get('location') ?? '')
    const offset = Number(outside.get('offset') ?? '0')
    if (!Number.isSafeInteger(offset) || offset < 0 || offset + byteLength > data.size) throw pastEnd(name)
    return tensorAt(data, { ...place, offset })
  }
  if (values !== null && raw === null) return listedTensor(source, place, values)
  if ((raw?.length ?? 0) !== byteLength) throw pastEnd(name)
  return tensorAt(source, { ...place, offset: raw?.start ?? 0 })
}

const pastEnd = (name: string) =>
  new CheckpointError('missing-values', `the file has not as many values for ${quote(name)} as its sizes need`)

/** Sizes, packed or one by one. */
async function readSizes(cursor: ProtobufCursor, source: ByteSource, field: Field): Promise<number[]> {
  const bytes = await cursor.bytes(field, 10 * longestList)
  return varints(bytes).map((value) => Number(BigInt.asIntN(64, value)))
}

function varints(bytes: Uint8Array): bigint[] {
  const values: bigint[] = []
  let [value, shift] = [0n, 0n]
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift
    shift += 7n
    if (byte >= 0x80 && shift < 70n) continue
    if (byte >= 0x80) throw bad('a number has more than ten bytes')
    values.push(value)
    value = shift = 0n
  }
  if (shift !== 0n) throw bad('a message ends in the middle of a number')
  return values
}

/** Small tensors may be lists of numbers, each as wide as protobuf writes it, not as the tensor has it. */
function listedTensor(
  source: ByteSource,
  place: { name: string; dtype: WeightDType; shape: readonly number[]; byteLength: number },
  field: Field,
): WeightTensor {
  const { dtype, byteLength } = place
  const size = dtypeBytes[dtype]
  const how = listed[field.number]!
  const least = how === 'varint' ? byteLength / size : byteLength
  if (field.length < least || (how !== 'varint' && field.length !== byteLength)) throw pastEnd(place.name)
  const read = async () => {
    const bytes = await source.read(field.start, field.length)
    if (how !== 'varint') return bytes
    const numbers = varints(bytes)
    if (numbers.length * size !== byteLength) throw pastEnd(place.name)
    const wide = BigUint64Array.from(numbers)
    const all = new Uint8Array(wide.buffer)
    const out = new Uint8Array(byteLength)
    for (let i = 0; i < numbers.length; i++) out.set(all.subarray(8 * i, 8 * i + size), size * i)
    return out
  }
  return { ...place, read, toFloat32: async () => toFloat32(dtype, await read()) }
}

/** What Ultralytics and Graft write about a network: Python literals as text. */
function metaOf(facts: ReadonlyMap<string, string>): CheckpointMeta {
  const { task, date, version, names, stride, ...rest } = Object.fromEntries(facts) as Record<string, string>
  const other: Record<string, Json> = rest
  return {
    ...(task === undefined ? {} : { task }),
    ...(date === undefined ? {} : { date }),
    ...(version === undefined ? {} : { version }),
    ...(names === undefined ? {} : { names }),
    ...(stride === undefined ? {} : { stride: Number.isFinite(Number(stride)) ? Number(stride) : stride }),
    ...(Object.keys(other).length === 0 ? {} : { other }),
  }
}
