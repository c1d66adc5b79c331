import { expect, test } from 'vitest'
import { torchCalls } from '../pytorch/torch-calls'
import { unpickle } from './unpickle'
import { PyFloat, type PyGlobal, type PyObject, PyTuple, type PyValue } from './values'

const read = (bytes: Uint8Array) => unpickle(bytes, 0, torchCalls()).value
const ascii = (text: string) => Buffer.from(text, 'latin1')

/** One value, as Python pickles it by each of its protocols. */
const pickles = [
  'KGRwMApWaW50CnAxCihscDIKSTAKYUkxCmFJLTEKYUkyNTUKYUkyNTYKYUk2NTUzNQphSTY1NTM2CmFJMjE0NzQ4MzY0NwphSS0yMTQ3NDgzNjQ4CmFMMTA5OTUxMTYyNzc3NkwKYUw5MDA3MTk5MjU0NzQwOTkzTAphTC0xMTgwNTkxNjIwNzE3NDExMzAzNDI0TAphc1ZmbG9hdApwMwoobHA0CkYwLjUKYUYtMWUrMzAwCmFzVnRleHQKcDUKKGxwNgpWCnA3CmFW6Vx1MjIwMFxVMDAwMWY2MDAKcDgKYVZhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWEKcDkKYXNWbm9uZQpwMTAKTnNWYm9vbApwMTEKKGxwMTIKSTAxCmFJMDAKYXNWdHVwbGUKcDEzCigodChJMQp0cDE0CihJMQpJMgp0cDE1CihJMQpJMgpJMwp0cDE2CihJMQpJMgpJMwpJNAp0cDE3CnRwMTgKc1ZieXRlcwpwMTkKY19jb2RlY3MKZW5jb2RlCnAyMAooVlx1MDAwMP8KcDIxClZsYXRpbjEKcDIyCnRwMjMKUnAyNApzVnNldApwMjUKY19fYnVpbHRpbl9fCnNldApwMjYKKChscDI3Ckk3CmF0cDI4ClJwMjkKc1ZkaWN0CnAzMAooZHAzMQpJMQooZHAzMgpWeApwMzMKKGxwMzQKc3NzVm9yZGVyZWQKcDM1CmNjb2xsZWN0aW9ucwpPcmRlcmVkRGljdApwMzYKKHRScDM3ClZiCnAzOApJMQpzVmEKcDM5CkkyCnNzVnNoYXJlZApwNDAKKGxwNDEKKGxwNDIKSTEKYUkyCmFhZzQyCmFzLg==',
  'fXEAKFgDAAAAaW50cQFdcQIoSwBLAUr/////S/9NAAFN//9KAAABAEr///9/SgAAAIBMMTA5OTUxMTYyNzc3NkwKTDkwMDcxOTkyNTQ3NDA5OTNMCkwtMTE4MDU5MTYyMDcxNzQxMTMwMzQyNEwKZVgFAAAAZmxvYXRxA11xBChHP+AAAAAAAABH/jfkPIgAdZxlWAQAAAB0ZXh0cQVdcQYoWAAAAABxB1gJAAAAw6niiIDwn5iAcQhYLAEAAGFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYXEJZVgEAAAAbm9uZXEKTlgEAAAAYm9vbHELXXEMKEkwMQpJMDAKZVgFAAAAdHVwbGVxDSgpKEsBdHEOKEsBSwJ0cQ8oSwFLAksDdHEQKEsBSwJLA0sEdHERdHESWAUAAABieXRlc3ETY19jb2RlY3MKZW5jb2RlCnEUKFgDAAAAAMO/cRVYBgAAAGxhdGluMXEWdHEXUnEYWAMAAABzZXRxGWNfX2J1aWx0aW5fXwpzZXQKcRooXXEbSwdhdHEcUnEdWAQAAABkaWN0cR59cR9LAX1xIFgBAAAAeHEhXXEic3NYBwAAAG9yZGVyZWRxI2Njb2xsZWN0aW9ucwpPcmRlcmVkRGljdApxJClScSUoWAEAAABicSZLAVgBAAAAYXEnSwJ1WAYAAABzaGFyZWRxKF1xKShdcSooSwFLAmVoKmV1Lg==',
  'gAJ9cQAoWAMAAABpbnRxAV1xAihLAEsBSv////9L/00AAU3//0oAAAEASv///39KAAAAgIoGAAAAAAABigcBAAAAAAAgigkAAAAAAAAAAMBlWAUAAABmbG9hdHEDXXEEKEc/4AAAAAAAAEf+N+Q8iAB1nGVYBAAAAHRleHRxBV1xBihYAAAAAHEHWAkAAADDqeKIgPCfmIBxCFgsAQAAYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhcQllWAQAAABub25lcQpOWAQAAABib29scQtdcQwoiIllWAUAAAB0dXBsZXENKClLAYVxDksBSwKGcQ9LAUsCSwOHcRAoSwFLAksDSwR0cRF0cRJYBQAAAGJ5dGVzcRNjX2NvZGVjcwplbmNvZGUKcRRYAwAAAADDv3EVWAYAAABsYXRpbjFxFoZxF1JxGFgDAAAAc2V0cRljX19idWlsdGluX18Kc2V0CnEaXXEbSwdhhXEcUnEdWAQAAABkaWN0cR59cR9LAX1xIFgBAAAAeHEhXXEic3NYBwAAAG9yZGVyZWRxI2Njb2xsZWN0aW9ucwpPcmRlcmVkRGljdApxJClScSUoWAEAAABicSZLAVgBAAAAYXEnSwJ1WAYAAABzaGFyZWRxKF1xKShdcSooSwFLAmVoKmV1Lg==',
  'gAN9cQAoWAMAAABpbnRxAV1xAihLAEsBSv////9L/00AAU3//0oAAAEASv///39KAAAAgIoGAAAAAAABigcBAAAAAAAgigkAAAAAAAAAAMBlWAUAAABmbG9hdHEDXXEEKEc/4AAAAAAAAEf+N+Q8iAB1nGVYBAAAAHRleHRxBV1xBihYAAAAAHEHWAkAAADDqeKIgPCfmIBxCFgsAQAAYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhcQllWAQAAABub25lcQpOWAQAAABib29scQtdcQwoiIllWAUAAAB0dXBsZXENKClLAYVxDksBSwKGcQ9LAUsCSwOHcRAoSwFLAksDSwR0cRF0cRJYBQAAAGJ5dGVzcRNDAgD/cRRYAwAAAHNldHEVY2J1aWx0aW5zCnNldApxFl1xF0sHYYVxGFJxGVgEAAAAZGljdHEafXEbSwF9cRxYAQAAAHhxHV1xHnNzWAcAAABvcmRlcmVkcR9jY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcSApUnEhKFgBAAAAYnEiSwFYAQAAAGFxI0sCdVgGAAAAc2hhcmVkcSRdcSUoXXEmKEsBSwJlaCZldS4=',
  'gASVcQIAAAAAAAB9lCiMA2ludJRdlChLAEsBSv////9L/00AAU3//0oAAAEASv///39KAAAAgIoGAAAAAAABigcBAAAAAAAgigkAAAAAAAAAAMBljAVmbG9hdJRdlChHP+AAAAAAAABH/jfkPIgAdZxljAR0ZXh0lF2UKIwAlIwJw6niiIDwn5iAlFgsAQAAYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhlGWMBG5vbmWUTowEYm9vbJRdlCiIiWWMBXR1cGxllCgpSwGFlEsBSwKGlEsBSwJLA4eUKEsBSwJLA0sEdJR0lIwFYnl0ZXOUQwIA/5SMA3NldJSPlChLB5CMBGRpY3SUfZRLAX2UjAF4lF2Uc3OMB29yZGVyZWSUjAtjb2xsZWN0aW9uc5SMC09yZGVyZWREaWN0lJOUKVKUKIwBYpRLAYwBYZRLAnWMBnNoYXJlZJRdlChdlChLAUsCZWglZXUu',
  'gAWVcQIAAAAAAAB9lCiMA2ludJRdlChLAEsBSv////9L/00AAU3//0oAAAEASv///39KAAAAgIoGAAAAAAABigcBAAAAAAAgigkAAAAAAAAAAMBljAVmbG9hdJRdlChHP+AAAAAAAABH/jfkPIgAdZxljAR0ZXh0lF2UKIwAlIwJw6niiIDwn5iAlFgsAQAAYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhlGWMBG5vbmWUTowEYm9vbJRdlCiIiWWMBXR1cGxllCgpSwGFlEsBSwKGlEsBSwJLA4eUKEsBSwJLA0sEdJR0lIwFYnl0ZXOUQwIA/5SMA3NldJSPlChLB5CMBGRpY3SUfZRLAX2UjAF4lF2Uc3OMB29yZGVyZWSUjAtjb2xsZWN0aW9uc5SMC09yZGVyZWREaWN0lJOUKVKUKIwBYpRLAYwBYZRLAnWMBnNoYXJlZJRdlChdlChLAUsCZWglZXUu',
]

/** Data one can look at: tuples as ['tuple', …], floats as ['float', x]. */
function seen(value: PyValue): unknown {
  if (value instanceof PyTuple) return ['tuple', ...value.items.map(seen)]
  if (value instanceof PyFloat) return ['float', value.value]
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key as string, seen(each)]))
  if (value instanceof Set) return ['set', ...[...value].map(seen)]
  if (value instanceof Uint8Array) return ['bytes', ...value]
  return Array.isArray(value) ? value.map(seen) : value
}

test.each(pickles.map((pickle, protocol) => ({ protocol, pickle })))('protocol $protocol is read as Python means it', ({ pickle }) => {
  expect(seen(read(Buffer.from(pickle, 'base64')))).toEqual({
    int: [0, 1, -1, 255, 256, 65535, 65536, 2 ** 31 - 1, -(2 ** 31), 2 ** 40, 2n ** 53n + 1n, -(2n ** 70n)],
    float: [
      ['float', 0.5],
      ['float', -1e300],
    ],
    text: ['', 'é∀😀', 'a'.repeat(300)],
    none: null,
    bool: [true, false],
    tuple: ['tuple', ['tuple'], ['tuple', 1], ['tuple', 1, 2], ['tuple', 1, 2, 3], ['tuple', 1, 2, 3, 4]],
    bytes: ['bytes', 0, 255],
    set: ['set', 7],
    dict: { 1: { x: [] } },
    ordered: { b: 1, a: 2 },
    shared: [
      [1, 2],
      [1, 2],
    ],
  })
})

test('what is pickled once and used twice is one thing', () => {
  const shared = (read(Buffer.from(pickles[4]!, 'base64')) as Map<PyValue, PyValue>).get('shared') as PyValue[]
  expect(shared[0]).toBe(shared[1])
})

test('an object of a class that nobody knows is a record of what was put into it', () => {
  const thing = read(ascii('\x80\x02cmy.module\nThing\n)\x81}X\x01\x00\x00\x00aK\x01sb.')) as PyObject
  expect({ type: thing.type.path, a: thing.get('a') }).toEqual({ type: 'my.module.Thing', a: 1 })
})

test('a class or function that is only named is a name', () => {
  expect((read(ascii('cposix\nsystem\n.')) as PyGlobal).path).toBe('posix.system')
})

test.each([
  ['a call of a function', 'cposix\nsystem\n(X\x01\x00\x00\x00xtR.'],
  ['a call with arguments before the class', '(cposix\nsystem\nX\x01\x00\x00\x00xo.'],
  ['a call by name', '(X\x01\x00\x00\x00xiposix\nsystem\n.'],
  ['a class of Python’s own that starts programs', 'csubprocess\nPopen\n(X\x01\x00\x00\x00xtR.'],
  ['a function that reads files', 'cnumpy\nload\n(X\x01\x00\x00\x00xtR.'],
  ['a nested torch.load', 'ctorch.serialization\nload\n(X\x01\x00\x00\x00xtR.'],
  ['an attribute', 'cbuiltins\ngetattr\n(NX\x01\x00\x00\x00xtR.'],
  ['a function that another call gave', 'ccollections\nOrderedDict\n)R)R.'],
  ['a function out of a record', 'cmy.module\nThing\n)\x81)R.'],
  ['a name that looks like a known one', 'ctorch._utils\n_rebuild_tensor_v2.__globals__\n)R.'],
  ['a class by number', '\x82\x01.'],
])('%s is refused and not done', (_, pickle) => {
  expect(() => read(ascii(pickle))).toThrow(
    expect.objectContaining({ kind: expect.stringMatching(/unsafe|unsupported/) as string }) as Error,
  )
})

test.each([
  ['an empty stack', 'R.'],
  ['a mark that was never set', 't.'],
  ['something that was never kept', 'h\x05.'],
  ['an unknown instruction', '\xff.'],
  ['a key without a value', '}(K\x01u.'],
  ['a length past the end', 'X\xff\xff\xff\x7fabc.'],
  ['a length past all machines', '\x8d\xff\xff\xff\xff\xff\xff\xff\xffabc.'],
  ['digits that are no number', 'L1e9L\n.'],
  ['a line without an end', `c${'a'.repeat(10_000)}`],
  ['no end', '}}}}'],
  ['nothing', ''],
])('refuses %s', (_, pickle) => {
  expect(() => read(ascii(pickle))).toThrow(expect.objectContaining({ code: 'bad-pickle' }) as Error)
})

test.each([
  ['a number of a kilobyte', `\x8b\x00\x04\x00\x00${'x'.repeat(1024)}.`],
  ['a million and one lists', ']'.repeat(1_000_001)],
])('refuses %s as too much', (_, pickle) => {
  expect(() => read(ascii(pickle))).toThrow(expect.objectContaining({ code: 'too-much' }) as Error)
})
