/**
 * What the calls in PyTorch's pickles mean. This table is closed: a function that is not in it is refused, and what is in it makes records. Classes of
 * libraries that are seen in checkpoints become records of their arguments.
 */
import { CheckpointError } from '../checkpoint-error'
import { type WeightDType, dtypeBytes } from '../dtype'
import type { Calls } from '../pickle/unpickle'
import { PyFloat, PyGlobal, PyObject, PyTuple, type PyValue, sequence } from '../pickle/values'
import { quote } from '../strict-json'
import { StorageRecord, TensorRecord } from './tensor-record'

/** Element types by the classes that hold them. */
const storageTypes = new Map<string, WeightDType>([
  ['DoubleStorage', 'F64'],
  ['FloatStorage', 'F32'],
  ['HalfStorage', 'F16'],
  ['BFloat16Storage', 'BF16'],
  ['LongStorage', 'I64'],
  ['IntStorage', 'I32'],
  ['ShortStorage', 'I16'],
  ['CharStorage', 'I8'],
  ['ByteStorage', 'U8'],
  ['BoolStorage', 'BOOL'],
])

const dtypes = new Map<string, WeightDType>([
  ['torch.float64', 'F64'],
  ['torch.float32', 'F32'],
  ['torch.float16', 'F16'],
  ['torch.bfloat16', 'BF16'],
  ['torch.int64', 'I64'],
  ['torch.int32', 'I32'],
  ['torch.int16', 'I16'],
  ['torch.int8', 'I8'],
  ['torch.uint64', 'U64'],
  ['torch.uint32', 'U32'],
  ['torch.uint16', 'U16'],
  ['torch.uint8', 'U8'],
  ['torch.bool', 'BOOL'],
  ['torch.float8_e4m3fn', 'F8_E4M3'],
  ['torch.float8_e5m2', 'F8_E5M2'],
])

const bad = (what: string) => new CheckpointError('bad-pickle', what)

type Function = (args: readonly PyValue[], call: Calls['call']) => PyValue

const functions = new Map<string, Function>([
  ['collections.OrderedDict', ([pairs]) => dictOf(pairs)],
  ['collections.defaultdict', ([, pairs]) => dictOf(pairs)],
  ['collections.Counter', ([pairs]) => dictOf(pairs)],
  ['builtins.dict', ([pairs]) => dictOf(pairs)],
  ['builtins.set', ([items]) => new Set(sequence(items) ?? [])],
  ['builtins.frozenset', ([items]) => new Set(sequence(items) ?? [])],
  ['builtins.list', ([items]) => [...(sequence(items) ?? [])]],
  ['builtins.tuple', ([items]) => new PyTuple(sequence(items) ?? [])],
  ['_codecs.encode', ([text]) => Uint8Array.from(typeof text === 'string' ? text : '', (character) => character.charCodeAt(0))],
  ['copyreg._reconstructor', ([type]) => record(type)],
  ['torch.Size', ([sizes]) => new PyTuple(sequence(sizes) ?? [])],
  ['torch.device', ([name]) => name ?? null],
  ['torch._utils._rebuild_tensor', (args) => tensorOf(args)],
  ['torch._utils._rebuild_tensor_v2', (args) => tensorOf(args)],
  ['torch._utils._rebuild_tensor_v3', (args) => tensorOf(args, args[6])],
  ['torch._utils._rebuild_parameter', ([data]) => data ?? null],
  ['torch._utils._rebuild_parameter_with_state', ([data]) => data ?? null],
  ['torch._tensor._rebuild_from_type_v2', ([made, , args], call) => again(made, args, call)],
  ['numpy.core.multiarray.scalar', ([dtype, bytes]) => scalarOf(dtype, bytes)],
  ['numpy._core.multiarray.scalar', ([dtype, bytes]) => scalarOf(dtype, bytes)],
])

/** Functions that are met in honest files and make nothing we need: their results stay what they were made of. */
const inert = new Set([
  'argparse.Namespace',
  'builtins.bytearray',
  'builtins.complex',
  'builtins.range',
  'builtins.slice',
  'datetime.date',
  'datetime.datetime',
  'datetime.time',
  'datetime.timedelta',
  'datetime.timezone',
  'decimal.Decimal',
  'functools.partial',
  'numpy.core.multiarray._reconstruct',
  'numpy._core.multiarray._reconstruct',
  'numpy.dtype',
  'pathlib.Path',
  'pathlib.PosixPath',
  'pathlib.PurePosixPath',
  'pathlib.PureWindowsPath',
  'pathlib.WindowsPath',
  'pathlib._local.PosixPath',
  'pathlib._local.WindowsPath',
  'types.SimpleNamespace',
  'uuid.UUID',
])

/** Libraries whose classes may be made with arguments. Python's own are not among them: `subprocess.Popen` is a class, too. */
const libraries =
  /^(torch|torchvision|ultralytics|models|utils|nets|numpy|timm|mmcv|mmdet|mmengine|omegaconf|pytorch_lightning|yolov[5-9]|yolox)\./

/** Kinds of tensors whose values are more than their elements. */
const otherTensors = /^torch\._utils\._rebuild_|^torch\.(_utils|storage|jit)\./

/** A reader of the pickles that `torch.save` writes. */
export function torchCalls(): Calls {
  const storages = new Map<string, StorageRecord>()
  const call: Calls['call'] = (target, args) => {
    const known = functions.get(target.path)
    if (known !== undefined) return known(args, call)
    if (inert.has(target.path)) return new PyObject(target, args)
    if (otherTensors.test(target.path))
      throw new CheckpointError('unsupported', `${quote(target.path)} makes tensors of a kind that is not read`)
    if (libraries.test(target.path) && /\.[A-Z]\w*$/.test(target.path)) return new PyObject(target, args)
    throw new CheckpointError('unsafe', `the file asks to call ${quote(target.path)}`)
  }
  return { call, load: (id) => storageOf(id, storages) }
}

function dictOf(pairs: PyValue | undefined): Map<PyValue, PyValue> {
  if (pairs instanceof Map) return new Map(pairs)
  return new Map((sequence(pairs) ?? []).map((pair) => (sequence(pair) ?? []) as unknown as [PyValue, PyValue]))
}

function record(type: PyValue | undefined): PyObject {
  if (!(type instanceof PyGlobal)) throw bad('the pickle makes an object of no class')
  return new PyObject(type, [])
}

/** A tensor of a class of its own: how it is made without the class comes first. */
function again(made: PyValue | undefined, args: PyValue | undefined, call: Calls['call']): PyValue {
  const items = sequence(args)
  if (!(made instanceof PyGlobal) || items === null) throw bad('the pickle describes a tensor in an unknown way')
  if (made.path === 'torch._tensor._rebuild_from_type_v2') throw bad('the pickle describes a tensor of a tensor of a class')
  return call(made, items)
}

function tensorOf([storage, offset, shape, strides]: readonly PyValue[], dtypeName?: PyValue): TensorRecord {
  if (!(storage instanceof StorageRecord)) throw bad('a tensor has no storage')
  const dtype = dtypeName instanceof PyGlobal ? dtypes.get(dtypeName.path) : storage.dtype
  if (dtype === undefined || dtype === null) throw new CheckpointError('unsupported', 'a tensor has an element type that is not read')
  if (storage.dtype !== null && storage.dtype !== dtype) throw bad(`a tensor reads ${storage.dtype} values as ${dtype}`)
  return new TensorRecord(storage, dtype, whole(offset), (sequence(shape) ?? [NaN]).map(whole), (sequence(strides) ?? [NaN]).map(whole))
}

const whole = (value: PyValue | undefined) => (typeof value === 'number' ? value : NaN)

/** `('storage', class, key, device, elements, view)`: what `torch.save` writes in place of values. */
function storageOf(id: PyValue, storages: Map<string, StorageRecord>): StorageRecord {
  const [what, type, key, , count, view] = sequence(id) ?? []
  if (what !== 'storage' || !(type instanceof PyGlobal) || (typeof key !== 'string' && typeof key !== 'number'))
    throw bad('the pickle refers to something that is no storage')
  if (!/^\w{1,64}$/.test(String(key))) throw new CheckpointError('bad-tensor', `a storage is named ${quote(String(key))}`)
  if (view !== undefined && view !== null) throw new CheckpointError('unsupported', 'a storage is a part of another one')
  const name = type.path.split('.').at(-1)!
  const dtype = name === 'UntypedStorage' ? null : storageTypes.get(name)
  if (dtype === undefined) throw new CheckpointError('unsupported', `values are kept as ${quote(type.path)}, which is not read`)
  const byteLength = whole(count) * (dtype === null ? 1 : dtypeBytes[dtype])
  if (!Number.isSafeInteger(byteLength) || byteLength < 0) throw new CheckpointError('bad-tensor', `storage ${key} has an impossible size`)
  const known = storages.get(String(key))
  if (known !== undefined && (known.dtype !== dtype || known.byteLength !== byteLength))
    throw new CheckpointError('bad-tensor', `storage ${key} is described in two ways`)
  const storage = known ?? new StorageRecord(String(key), dtype, byteLength)
  storages.set(storage.key, storage)
  return storage
}

/** A number of NumPy's, as a best fitness is. */
function scalarOf(dtype: PyValue | undefined, bytes: PyValue | undefined): PyValue {
  const code = dtype instanceof PyObject ? dtype.args[0] : null
  if (!(bytes instanceof Uint8Array)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (code === 'f8' && bytes.length === 8) return new PyFloat(view.getFloat64(0, true))
  if (code === 'f4' && bytes.length === 4) return new PyFloat(view.getFloat32(0, true))
  if (code === 'i8' && bytes.length === 8) return Number(view.getBigInt64(0, true))
  if (code === 'i4' && bytes.length === 4) return view.getInt32(0, true)
  return null
}
