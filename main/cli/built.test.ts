/**
 * The program as it is shipped: built, started in a process of its own, with less memory than a file may cost. A hostile file must end in
 * issues or a clear message, in 2 seconds and 500 MB; the limit here is wider, because the machine that tests is busy.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt } from '../../tests/ensure-built'
import { hostileFiles } from './tests/hostile'
import { createFolder, model } from './tests/run-cli'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = `${root}dist/cli/graft.js`
const files = createFolder()
const most = { seconds: 6, megabytes: 500 }

beforeAll(() => ensureBuilt())

// Writes at the end of the process what it held at most.
const probe = files.write(
  'probe.mjs',
  `import { writeFileSync } from 'node:fs'
process.on('exit', () => writeFileSync(process.env.GRAFT_PEAK, String(process.resourceUsage().maxRSS / 1024)))`,
)

function run(...args: string[]) {
  const peak = files.path('peak')
  rmSync(peak, { force: true })
  const start = performance.now()
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['--max-old-space-size=400', '--import', pathToFileURL(probe).href, program, ...args],
    { cwd: files.folder, encoding: 'utf8', timeout: 15_000, maxBuffer: 2 ** 28, env: { ...process.env, GRAFT_PEAK: peak } },
  )
  const seconds = (performance.now() - start) / 1000
  const megabytes = existsSync(peak) ? Number(readFileSync(peak, 'utf8')) : Infinity
  return { code: status ?? signal, out: stdout, err: stderr, hasTrace: /^\s+at .+:\d+/m.test(stderr), seconds, megabytes }
}

test('npx graft info yolov8n.yaml works in the checkout', () => {
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
  const { status, stdout } = spawnSync(npx, ['--no-install', 'graft', 'info', 'yolov8n.yaml'], { cwd: root, encoding: 'utf8' })
  expect([status, stdout.trimEnd().split('\n').at(-2)]).toEqual([
    0,
    'YOLOv8n summary: 130 layers, 3,157,200 parameters, 3,157,184 gradients, 8.9 GFLOPs',
  ])
})

test('finds its templates from any folder', () => {
  const { code, out } = run('check', 'yolov8x.yaml', 'yolov8s-ema.yaml')
  expect([code, out.trimEnd().split('\n').at(-1)]).toEqual([0, '2 files: 1 note'])
})

test('a byte order mark is no part of the model', () => {
  const path = files.write('bom.yaml', `\ufeff${model(['[-1, 1, Conv, [64, 3, 2]]'])}`)
  expect(run('check', path)).toMatchObject({ code: 0, out: '1 file: no issues\n', err: '' })
})

test('the ONNX file of a template has the template’s name', () => {
  expect(run('export', 'yolov8n.yaml', '--format', 'onnx', '--imgsz', '64')).toMatchObject({ code: 0, out: 'yolov8n.onnx  12.7 MB\n' })
})

describe.skipIf(process.platform !== 'linux')('where standard output fails', () => {
  const shell = (line: string) =>
    spawnSync('sh', ['-c', line], { encoding: 'utf8', env: { ...process.env, NODE: process.execPath, PROGRAM: program } })

  test('a full disk is told', () => {
    const { status, stderr } = shell('"$NODE" "$PROGRAM" info yolov8n.yaml > /dev/full')
    expect([status, stderr]).toEqual([3, 'graft: the output could not be written (ENOSPC).\n'])
  })

  test('a reader that has seen enough is not', () => {
    expect(shell('"$NODE" "$PROGRAM" blocks --json | head -1')).toMatchObject({ stdout: '[\n', stderr: '' })
  })
})

describe('what is no file of text', () => {
  mkdirSync(files.path('folder'))
  const cases: [string, string][] = [
    ['a missing file', files.path('missing.yaml')],
    ['a folder', files.path('folder')],
    ['a path through a file', `${probe}/model.yaml`],
    ['a name no file system takes', files.path('n'.repeat(5000))],
    ['a name with a NUL', 'a\u0000b.yaml'],
  ]
  if (process.platform === 'linux') {
    spawnSync('mkfifo', [files.path('fifo')])
    cases.push(['a pipe nobody writes to', files.path('fifo')], ['a device without end', '/dev/zero'])
  }
  test.each(cases.filter(([, path]) => !path.includes('\u0000')))('%s is a clear message and 3', (_, path) => {
    const { code, out, err, hasTrace } = run('info', path)
    expect([code, out, hasTrace, err.startsWith('graft info: '), err.split('\n').length]).toEqual([3, '', false, true, 2])
  })

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a file that may not be read', () => {
    const path = files.write('secret.yaml', model([]))
    spawnSync('chmod', ['000', path])
    expect(run('info', path)).toMatchObject({ code: 3, err: expect.stringContaining('may not be opened') as string })
  })
})

describe('a hostile file ends by itself, in bounds:', () => {
  test.each(hostileFiles)('%s', (what, contents, code) => {
    const path = files.write(`${what.replace(/\W+/g, '-')}.yaml`, contents)
    const { hasTrace, seconds, megabytes, ...ran } = run('check', '--json', path)
    const issues =
      ran.code === 3 ? [] : (JSON.parse(ran.out) as { files: { issues: { where: { range: unknown[] } }[] }[] }).files[0]!.issues
    expect({
      code: ran.code,
      hasTrace,
      isSlow: seconds > most.seconds && seconds,
      isLarge: megabytes > most.megabytes && megabytes,
      unplaced: issues.filter((i) => i.where.range.length !== 4),
    }).toEqual({ code, hasTrace: false, isSlow: false, isLarge: false, unplaced: [] })
    rmSync(path)
  })

  test('and is shown as a table in the same bounds', () => {
    const path = files.write('table.yaml', model(Array<string>(4000).fill(`[-1, 1, "\\e[2J${'x'.repeat(150)}", []]`)))
    const { code, hasTrace, seconds, megabytes } = run('info', path)
    expect([code, hasTrace, seconds < most.seconds, megabytes < most.megabytes]).toEqual([1, false, true, true])
  })
})
