/**
 * Reads a pickle as data. A pickle is a program for a stack machine whose instructions may name and call anything in Python; here the machine only
 * ever builds records. What a call means is the caller's closed table (`Calls`); there is no import, no attribute and no code. No instruction recurses,
 * and each costs at most what it takes from the stack, so that work is bounded by the length of the file.
 * Source: https://github.com/python/cpython/blob/3.13/Lib/pickletools.py
 */
import { CheckpointError } from '../checkpoint-error'
import { PickleReader } from './pickle-reader'
import { PyFloat, PyForeign, PyGlobal, PyObject, PyTuple, type PyValue, sequence } from './values'

/** What a reader makes of the two places where a pickle leaves its own bytes. */
export interface Calls {
  /** What the function gives, or the class's new object. Throws CheckpointError `unsafe` for anything it does not know. */
  call(target: PyGlobal, args: readonly PyValue[]): PyValue
  /** What lies outside of the pickle. */
  load(id: PyValue): PyValue
}

/** Some ten times those of the largest YOLO checkpoints, optimiser included. It bounds the memory and time a file of small objects can claim. */
const mostInstructions = 1_000_000

/** The value of the pickle at `at`, and where it ends. Fails with CheckpointError; PickleEnds where the bytes are not all there. */
export function unpickle(bytes: Uint8Array, at: number, calls: Calls): { value: PyValue; end: number } {
  const reader = new PickleReader(bytes, at)
  const machine = new Machine(reader, calls)
  for (let count = 0; count < mostInstructions; count++) {
    const code = reader.uint8()
    if (code === stop) return { value: machine.pop(), end: reader.at }
    const run = instructions[code]
    if (run === undefined) throw bad(`holds the unknown instruction ${code}`)
    run(machine, reader)
  }
  throw new CheckpointError('too-much', `the pickle has more than ${mostInstructions.toLocaleString('en-US')} instructions`)
}

const bad = (what: string) => new CheckpointError('bad-pickle', `the pickle ${what}`)
const stop = 0x2e

class Machine {
  private stack: PyValue[] = []
  private readonly marked: PyValue[][] = []
  private readonly memo = new Map<number, PyValue>()

  constructor(
    private readonly reader: PickleReader,
    private readonly calls: Calls,
  ) {}

  push(value: PyValue): void {
    this.stack.push(value)
  }

  pop(): PyValue {
    if (this.stack.length === 0) throw bad('takes from an empty stack')
    return this.stack.pop()!
  }

  top(): PyValue {
    if (this.stack.length === 0) throw bad('takes from an empty stack')
    return this.stack.at(-1)!
  }

  mark(): void {
    this.marked.push(this.stack)
    this.stack = []
  }

  /** Everything since the last mark. */
  sinceMark(): PyValue[] {
    const items = this.stack
    const before = this.marked.pop()
    if (before === undefined) throw bad('misses a mark')
    this.stack = before
    return items
  }

  /** The last `n` values. */
  last(n: number): PyValue[] {
    if (this.stack.length < n) throw bad('takes from an empty stack')
    return this.stack.splice(this.stack.length - n, n)
  }

  put(index: number = this.memo.size): void {
    this.memo.set(index, this.top())
  }

  get(index: number): void {
    const value = this.memo.get(index)
    if (value === undefined) throw bad(`recalls number ${index}, which was not kept`)
    this.push(value)
  }

  load(id: PyValue): void {
    this.push(this.calls.load(id))
  }

  call(target: PyValue, args: PyValue | undefined): void {
    const items = sequence(args)
    if (items === null) throw bad('calls something without a tuple')
    if (!(target instanceof PyGlobal)) throw new CheckpointError('unsafe', 'the file asks to call the result of another call')
    this.push(this.calls.call(target, items))
  }

  /** `cls.__new__`: an empty object, whatever the class is. */
  create(target: PyValue, args: PyValue | undefined): void {
    const items = sequence(args)
    if (!(target instanceof PyGlobal) || items === null) throw bad('makes an object of no class')
    this.push(target.path === 'collections.OrderedDict' ? new Map() : new PyObject(target, items))
  }

  append(items: readonly PyValue[]): void {
    const list = this.top()
    if (Array.isArray(list)) for (const item of items) list.push(item)
    else if (!(list instanceof PyObject)) throw bad('appends to something that is no list')
  }

  setItems(items: readonly PyValue[]): void {
    const dict = this.top()
    if (items.length % 2 !== 0) throw bad('has a key without a value')
    if (dict instanceof Map) for (let i = 0; i < items.length; i += 2) dict.set(items[i]!, items[i + 1]!)
    else if (!(dict instanceof PyObject)) throw bad('sets an item of something that is no dict')
  }

  addItems(items: readonly PyValue[]): void {
    const set = this.top()
    if (!(set instanceof Set)) throw bad('adds to something that is no set')
    for (const item of items) set.add(item)
  }

  /** `__setstate__`, or `__dict__.update`. Only records keep it: what torch hangs on its dicts and tensors says nothing about weights. */
  build(): void {
    const state = this.pop()
    const target = this.top()
    if (target instanceof PyObject) target.state = state
    else if (!(target instanceof Map || target instanceof Set || target instanceof PyForeign))
      throw bad('gives a state to something that has none')
  }

  global(module: PyValue, name: PyValue): void {
    if (typeof module !== 'string' || typeof name !== 'string') throw bad('names a class by something that is no text')
    this.push(new PyGlobal(module, name))
  }

  dict(items: readonly PyValue[]): void {
    this.push(new Map())
    this.setItems(items)
  }
}

type Instruction = (m: Machine, r: PickleReader) => void

const extension: Instruction = () => {
  throw new CheckpointError('unsafe', 'the file names a class by a number that only another program knows')
}
const outOfBand: Instruction = () => {
  throw new CheckpointError('unsupported', 'the pickle keeps its bytes outside of the file')
}

/** By code, in the order of pickletools. */
const instructions: readonly (Instruction | undefined)[] = byCode([
  ['I', (m, r) => m.push(readInt(r))],
  ['J', (m, r) => m.push(r.int32())],
  ['K', (m, r) => m.push(r.uint8())],
  ['M', (m, r) => m.push(r.uint16())],
  ['L', (m, r) => m.push(r.decimal())],
  [0x8a, (m, r) => m.push(r.long(r.uint8()))],
  [0x8b, (m, r) => m.push(r.long(r.uint32()))],
  ['S', (m, r) => m.push(unquoted(r.line()))],
  ['T', (m, r) => m.push(r.latin1(r.uint32()))],
  ['U', (m, r) => m.push(r.latin1(r.uint8()))],
  ['B', (m, r) => m.push(r.raw(r.uint32()))],
  ['C', (m, r) => m.push(r.raw(r.uint8()))],
  [0x8e, (m, r) => m.push(r.raw(r.uint64()))],
  [0x96, (m, r) => m.push(r.raw(r.uint64()))],
  [0x97, outOfBand],
  [0x98, outOfBand],
  ['N', (m) => m.push(null)],
  [0x88, (m) => m.push(true)],
  [0x89, (m) => m.push(false)],
  ['V', (m, r) => m.push(unescaped(r.latin1Line()))],
  [0x8c, (m, r) => m.push(r.utf8(r.uint8()))],
  ['X', (m, r) => m.push(r.utf8(r.uint32()))],
  [0x8d, (m, r) => m.push(r.utf8(r.uint64()))],
  ['F', (m, r) => m.push(new PyFloat(Number(r.line())))],
  ['G', (m, r) => m.push(new PyFloat(r.float64()))],
  [']', (m) => m.push([])],
  ['a', (m) => m.append([m.pop()])],
  ['e', (m) => m.append(m.sinceMark())],
  ['l', (m) => m.push(m.sinceMark())],
  [')', (m) => m.push(new PyTuple([]))],
  ['t', (m) => m.push(new PyTuple(m.sinceMark()))],
  [0x85, (m) => m.push(new PyTuple(m.last(1)))],
  [0x86, (m) => m.push(new PyTuple(m.last(2)))],
  [0x87, (m) => m.push(new PyTuple(m.last(3)))],
  ['}', (m) => m.push(new Map())],
  ['d', (m) => m.dict(m.sinceMark())],
  ['s', (m) => m.setItems(m.last(2))],
  ['u', (m) => m.setItems(m.sinceMark())],
  [0x8f, (m) => m.push(new Set())],
  [0x90, (m) => m.addItems(m.sinceMark())],
  [0x91, (m) => m.push(new Set(m.sinceMark()))],
  ['0', (m) => void m.pop()],
  ['2', (m) => m.push(m.top())],
  ['(', (m) => m.mark()],
  ['1', (m) => void m.sinceMark()],
  ['g', (m, r) => m.get(Number(r.decimal()))],
  ['h', (m, r) => m.get(r.uint8())],
  ['j', (m, r) => m.get(r.uint32())],
  ['p', (m, r) => m.put(Number(r.decimal()))],
  ['q', (m, r) => m.put(r.uint8())],
  ['r', (m, r) => m.put(r.uint32())],
  [0x94, (m) => m.put()],
  [0x82, extension],
  [0x83, extension],
  [0x84, extension],
  ['c', (m, r) => m.global(r.line(), r.line())],
  [0x93, (m) => m.global(...(m.last(2) as [PyValue, PyValue]))],
  ['R', (m) => m.call(...(m.last(2) as [PyValue, PyValue]))],
  ['b', (m) => m.build()],
  ['i', (m, r) => m.call(new PyGlobal(r.line(), r.line()), new PyTuple(m.sinceMark()))],
  ['o', (m) => callFirst(m, m.sinceMark())],
  [0x81, (m) => m.create(...(m.last(2) as [PyValue, PyValue]))],
  [0x92, (m) => m.create(...(m.last(3).slice(0, 2) as [PyValue, PyValue]))],
  [0x80, (_, r) => void r.uint8()],
  [0x95, (_, r) => void r.uint64()],
  ['P', (m, r) => m.load(r.line())],
  ['Q', (m) => m.load(m.pop())],
])

function byCode(rows: readonly (readonly [code: string | number, run: Instruction])[]): (Instruction | undefined)[] {
  const table = Array<Instruction | undefined>(256).fill(undefined)
  for (const [code, run] of rows) table[typeof code === 'string' ? code.charCodeAt(0) : code] = run
  return table
}

/** Protocol 0 writes booleans as 00 and 01. */
function readInt(reader: PickleReader): number | bigint | boolean {
  const start = reader.at
  const text = reader.line()
  if (text === '00' || text === '01') return text === '01'
  reader.at = start
  return reader.decimal()
}

function callFirst(machine: Machine, items: readonly PyValue[]): void {
  if (items.length === 0) throw bad('calls nothing')
  machine.call(items[0]!, new PyTuple(items.slice(1)))
}

/** The text of protocol 0, in Python's quotes. Escapes stay as they are: no name of a tensor is written so. */
function unquoted(line: string): string {
  if (line.length < 2 || !/^(['"]).*\1$/.test(line)) throw bad('holds a text without quotes')
  return line.slice(1, -1)
}

/** Python's raw-unicode-escape. */
const unescaped = (line: string) =>
  line.replace(/\\u([0-9a-fA-F]{4})|\\U(00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})/g, (_, short: string | undefined, long: string | undefined) =>
    String.fromCodePoint(parseInt((short ?? long)!, 16)),
  )
