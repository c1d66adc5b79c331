import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createFolder, graft, model } from './tests/run-cli'

const files = createFolder()
const good = files.write('good.yaml', model(['[-1, 1, Conv, [64, 3, 2]]']))
const bad = files.write('bad.yaml', model(['[-1, 1, Cnv, [64, 3, 2]]']))

describe('text', () => {
  test('goes to standard output', async () => {
    const { code, out, err } = await graft('export', good, '--format', 'csv')
    expect({ code, err, out: out.split('\r\n') }).toEqual({
      code: 0,
      err: '',
      out: [
        'i,from,n,params,gflops,macs,module,type,args,out',
        expect.stringMatching(/^0,-1,1,1856,[\d.]+,\d+,Conv,ultralytics.nn.modules.conv.Conv,"\[3, 64, 3, 2\]",64x320x320$/) as string,
        expect.stringMatching(/^1,\[-1\],1,\d+,[\d.]+,\d+,Detect,/) as string,
      ],
    })
  })

  test('goes to a file with -o, byte for byte', async () => {
    const source = files.write(
      'windows.yaml',
      '# mine\r\ngraft: {v: 1}\r\n' + model(['[-1, 1, Conv, [64, 3, 2]]']).replaceAll('\n', '\r\n'),
    )
    const { code, out } = await graft('export', source, '--format', 'yaml', '-o', files.path('clean.yaml'))
    const written = readFileSync(files.path('clean.yaml'), 'utf8')
    expect([code, out, written]).toEqual([
      0,
      `${files.path('clean.yaml')}  0.1 kB`,
      readFileSync(source, 'utf8').replace('graft: {v: 1}\r\n', ''),
    ])
  })

  test('of a model with errors is a table with the errors beside it', async () => {
    const { code, out, err } = await graft('export', bad, '--format', 'md')
    expect([code, out.split('\n')[2], err.includes('[row.unknown-module]')]).toEqual([1, '| 0 | -1 | 1 | – | Cnv | [] | – |', true])
  })

  test('that needs a sound model is not written without one', async () => {
    const { code, out, err } = await graft('export', bad, '--format', 'python', '-o', files.path('bad.py'))
    expect([code, out, err.includes('[row.unknown-module]'), readdirSync(files.folder).includes('bad.py')]).toEqual([1, '', true, false])
  })
})

describe('onnx', () => {
  test('is written where -o says', async () => {
    const { code, out } = await graft('export', good, '--format', 'onnx', '-o', files.path('good.onnx'), '--imgsz', '64')
    expect([code, out.replace(/[\d.]+ [kM]B/, '…')]).toEqual([0, `${files.path('good.onnx')}  …`])
  })

  test('says when it was written, or what SOURCE_DATE_EPOCH says, so that a build can be repeated', async () => {
    const path = files.path('dated.onnx')
    vi.stubEnv('SOURCE_DATE_EPOCH', '1700000000')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    await graft('export', good, '--format', 'onnx', '-o', path, '--imgsz', '64', '--half', '--nms')
    const first = readFileSync(path)
    await graft('export', good, '--format', 'onnx', '-o', path, '--imgsz', '64', '--half', '--nms')
    expect([first.equals(readFileSync(path)), first.includes('2023-11-14T22:13:20.000Z')]).toEqual([true, true])
  })

  test('with NMS is refused for a head that gives each object once', async () => {
    const end = files.write('end.yaml', model(['[-1, 1, Conv, [64, 3, 2]]'], ['[[-1], 1, v10Detect, [nc]]']))
    const { code, err } = await graft('export', end, '--format', 'onnx', '--nms', '-o', files.path('end.onnx'))
    expect([code, err.includes('[onnx.no-nms]'), readdirSync(files.folder).includes('end.onnx')]).toEqual([1, true, false])
  })

  test('options of ONNX are for ONNX alone', async () => {
    const { code, err } = await graft('export', good, '--format', 'csv', '--half')
    expect([code, err.split('\n')[0]]).toEqual([2, 'graft export: --half has no effect here; it belongs to --format onnx'])
  })

  test('is refused for a model with errors', async () => {
    const { code, out, err } = await graft('export', bad, '--format', 'onnx', '-o', files.path('bad.onnx'))
    expect([code, out, err.includes('Did you mean Conv?')]).toEqual([1, '', true])
  })
})

describe('what fails outside names the file and the cure, and leaves nothing behind', () => {
  mkdirSync(files.path('folder'))
  files.write('not.safetensors', 'PK\u0003\u0004 this is no such file')
  const onnx = (...more: string[]) => graft('export', good, '--format', 'onnx', '--imgsz', '64', ...more)

  test.each<[string, string[], string]>([
    [
      'a missing folder',
      ['-o', files.path('no/such/x.onnx')],
      `${files.path('no/such/x.onnx')} cannot be written: there is no folder ${files.path('no/such')}. Create the folder first, or write to another one.`,
    ],
    ['a folder', ['-o', files.path('folder')], `${files.path('folder')} is a folder. Name a file, not a folder or a device.`],
    [
      'missing weights',
      ['-o', files.path('w.onnx'), '--weights', files.path('none.safetensors')],
      `There is no file ${files.path('none.safetensors')}. Check the path.`,
    ],
    [
      'weights in a folder',
      ['-o', files.path('w.onnx'), '--weights', files.path('folder')],
      `${files.path('folder')} is a folder. Name a file, not a folder or a device.`,
    ],
  ])('%s', async (_, args, message) => {
    const before = readdirSync(files.folder)
    const { code, err } = await onnx(...args)
    expect([code, err, readdirSync(files.folder)]).toEqual([3, `graft export: ${message}`, before])
  })

  test('weights that are none', async () => {
    const { code, err } = await onnx('-o', files.path('w.onnx'), '--weights', files.path('not.safetensors'))
    expect([code, err.startsWith(`graft export: ${files.path('not.safetensors')} cannot be read as weights: `)]).toEqual([3, true])
  })

  test.skipIf(process.platform !== 'linux')('a full disk', async () => {
    const { code, err } = await onnx('-o', '/dev/full')
    expect([code, err]).toEqual([
      3,
      'graft export: The disk is full; /dev/full was not written. Free some space, or write to another disk.',
    ])
  })

  test('weights of another model are issues', async () => {
    const header = Buffer.from(JSON.stringify({ 'model.0.conv.weight': { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }))
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(header.length))
    const other = files.write('other.safetensors', Buffer.concat([length, header, Buffer.alloc(4)]))
    const { code, out, err } = await onnx('-o', files.path('w.onnx'), '--weights', other)
    expect([code, out, err.includes('[weights.shape]'), err.includes('[weights.missing]')]).toEqual([1, '', true, true])
  })
})
