import { describe, expect, test } from 'vitest'
import { dialects } from '../../graph-core/dialects'
import { commands } from './run'
import { graft } from './tests/run-cli'

describe('help', () => {
  test.each(commands.map((c) => c.name))('of %s tells every option and an example', async (name) => {
    const { code, out } = await graft(name, '--help')
    const command = commands.find((c) => c.name === name)!
    expect({
      code,
      untold: Object.keys(command.options).filter((option) => !out.includes(`--${option}`)),
      hasExample: out.includes(`  graft ${command.examples[0]}`),
    }).toEqual({ code: 0, untold: [], hasExample: true })
  })

  test.each([['--help'], ['-h'], ['help']])('%s lists every command', async (flag) => {
    const { code, out } = await graft(flag)
    expect([code, commands.filter((c) => !out.includes(`\n  ${c.name} `))]).toEqual([0, []])
  })

  test('help COMMAND is COMMAND --help', async () => {
    expect(await graft('help', 'info')).toEqual(await graft('info', '-h'))
  })

  test('--version is the version', async () => {
    expect(await graft('--version')).toEqual({ code: 0, out: '1.2.3', err: '' })
  })
})

describe('a command line that cannot be understood', () => {
  test('without a command prints help beside the output', async () => {
    const { code, out } = await graft()
    expect([code, out]).toEqual([2, ''])
  })

  test.each<[string, string]>([
    ['bogus', 'graft: there is no command bogus; there are info, check, export, block, blocks, weights, predict, bench, serve'],
    ['Info yolov8n.yaml', 'graft: there is no command Info; did you mean info?'],
    ['__proto__', 'graft: there is no command __proto__; there are info, check, export, block, blocks, weights, predict, bench, serve'],
    ['info', 'graft info: MODEL is missing'],
    ['info a.yaml b.yaml', 'graft info: one MODEL is expected, got 2'],
    ['info yolov8n.yaml --bogus', 'graft info: there is no option --bogus'],
    ['info yolov8n.yaml --imgs 640', 'graft info: there is no option --imgs; did you mean --imgsz?'],
    ['info yolov8n.yaml --json=yes', 'graft info: --json takes no value'],
    ['info yolov8n.yaml --imgsz', 'graft info: --imgsz needs a value'],
    ['info yolov8n.yaml --imgsz=', 'graft info: --imgsz needs a value'],
    ['info yolov8n.yaml --imgsz 0', 'graft info: --imgsz takes a whole number from 1 to 65536, got 0'],
    ['info yolov8n.yaml --imgsz 1e99', 'graft info: --imgsz takes one side or height,width, such as 640 or 480,640, got 1e99'],
    ['info yolov8n.yaml --imgsz 480,640,', 'graft info: --imgsz takes one side or height,width, such as 640 or 480,640, got 480,640,'],
    ['info yolov8n.yaml --imgsz 1,2,3', 'graft info: --imgsz takes one side or height,width, such as 640 or 480,640, got 1,2,3'],
    ['info yolov8n.yaml --nc 0', 'graft info: --nc takes a whole number from 1 to 999999, got 0'],
    ['info yolov8n.yaml --nc -1', 'graft info: --nc needs a value; one that begins with a dash is written --nc=VALUE'],
    [
      'info yolov8n.yaml --target v5',
      `graft info: there is no target v5; choose one of ${dialects.map(({ target }) => target.id).join(', ')}`,
    ],
    ['check', 'graft check: MODEL is missing'],
    ['check yolov8n.yaml --format xml', 'graft check: --format takes text, json, sarif, github, got xml'],
    ['check yolov8n.yaml --format toString', 'graft check: --format takes text, json, sarif, github, got toString'],
    ['export yolov8n.yaml', 'graft export: --format takes onnx, yaml, python, md, csv, got nothing'],
    ['export yolov8n.yaml --format exe', 'graft export: --format takes onnx, yaml, python, md, csv, got exe'],
    ['export yolov8n.yaml --format onnx --opset 5', 'graft export: --opset takes a whole number from 13 to 21, got 5'],
    ['export yolov8n.yaml --format md --opset 17', 'graft export: --opset has no effect here; it belongs to --format onnx'],
    [
      'export yolov8n.yaml --format onnx --seed 1 --weights w',
      'graft export: --seed is for starting values; it cannot be given with --weights',
    ],
    ['block', 'graft block: NAME is missing'],
    ['block Conv', 'graft block: --input is missing'],
    ['block conv --input 1,3,8,8', 'graft block: Ultralytics 8.4 has no block conv; did you mean Conv?'],
    ['block __proto__ --input 1,3,8,8', 'graft block: Ultralytics 8.4 has no block __proto__; graft blocks lists them'],
    ['block nn.constructor --input 1,3,8,8', 'graft block: Ultralytics 8.4 has no block nn.constructor; graft blocks lists them'],
    ['block Conv --input 1,a,8', 'graft block: --input takes sizes such as 1,64,40,40, got 1,a,8'],
    ['block Conv --args x --input 1,3,8,8', 'graft block: --args is no JSON: x'],
    ['block Conv --args {} --input 1,3,8,8', 'graft block: --args takes a JSON list, got {}'],
    ['block Conv --kwargs [] --input 1,3,8,8', 'graft block: --kwargs takes a JSON object, got []'],
    ['block Conv --args [3,8,{"nn":"open()"}] --input 1,3,8,8', 'graft block: open() is no module of torch.nn'],
    ['block Conv --args [3,8] --seed 1 --input 1,3,8,8', 'graft block: --seed has no effect here; it belongs to -o OUT.onnx'],
    ['serve --port 70000', 'graft serve: --port takes a whole number from 0 to 65535, got 70000'],
    ['blocks all', 'graft blocks: nothing more is expected, got all'],
  ])('%s', async (line, message) => {
    const { code, out, err } = await graft(...(line === '' ? [] : line.split(' ')))
    expect({ code, out, err: err.split('\n')[0] }).toEqual({ code: 2, out: '', err: message })
  })

  test('arguments nested without end are refused', async () => {
    const { code, err } = await graft('block', 'Conv', '--input', '1,3,8,8', '--args', '['.repeat(9000) + ']'.repeat(9000))
    expect([code, err.split('\n')[0]]).toEqual([2, 'graft block: --args is nested more than 50 deep'])
  })
})
