import { describe, expect, test } from 'vitest'
import { createFolder, graft, model } from './tests/run-cli'

const { write, path: inFolder } = createFolder()
const good = write('good.yaml', model(['[-1, 1, Conv, [64, 3, 2]]']))
const bad = write('bad, 100%.yaml', model(['[-1, 1, Conv, [64, 3, 2]]', '[-1, 1, Cnv, [64]]']))
const doubtful = write('doubtful.yaml', model(['[-1, 1, Conv, [64, 3, 2]]'], undefined, ''))

const found = {
  code: 'row.unknown-module',
  severity: 'error',
  message: 'Cnv (row 1): Ultralytics 8.4 has no module Cnv.',
  cure: 'Did you mean Conv?',
}

describe('the exit status', () => {
  test.each<[string, string[], number]>([
    ['is 0 without issues', [good], 0],
    ['is 0 with warnings', [doubtful], 0],
    ['is 1 with warnings under --strict', [doubtful, '--strict'], 1],
    ['is 1 with errors', [good, bad], 1],
    ['is 3 where a file cannot be opened', [bad, inFolder('missing.yaml')], 3],
  ])('%s', async (_, args, code) => {
    expect((await graft('check', ...args)).code).toBe(code)
  })
})

test('text names the place, the code and the cure, and counts', async () => {
  expect(await graft('check', good, bad)).toEqual({
    code: 1,
    err: '',
    out: `${bad}:4:13: error: ${found.message} [${found.code}]\n    ${found.cure}\n2 files: 1 error`,
  })
})

test('--json is --format json: files with their issues, every one with a place', async () => {
  const json = await graft('check', good, bad, '--json')
  expect(json).toEqual(await graft('check', good, bad, '--format', 'json'))
  const issues = [{ ...found, where: { row: 1, range: [4, 13, 4, 16] } }]
  expect(json.out).toBe(
    JSON.stringify(
      {
        files: [
          { path: good, issues: [] },
          { path: bad, issues },
        ],
      },
      null,
      2,
    ),
  )
})

test('what the window would do about an issue is not in it', async () => {
  const other = write(
    'other.yaml',
    'nc: 80\nanchors: 3\ndepth_multiple: 1.0\nwidth_multiple: 1.0\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\nhead: []\ngraft: { v: 1, target: ultralytics@8.4 }\n',
  )
  const { out } = await graft('check', other, '--json')
  const issues = (JSON.parse(out) as { files: { issues: { code: string }[] }[] }).files[0]!.issues
  const proposed = issues.find(({ code }) => code === 'header.other-target')!
  expect(Object.keys(proposed)).toEqual(['code', 'severity', 'message', 'cure', 'where'])
})

test('what is said of the whole file stands at its beginning', async () => {
  const { out } = await graft('check', doubtful, '--json')
  const [issue] = (JSON.parse(out) as { files: { issues: { code: string; where: object }[] }[] }).files[0]!.issues
  expect([issue!.code, issue!.where]).toEqual(['header.nc-missing', { range: [1, 1, 1, 1] }])
})

test('--json is JSON even where no file could be opened', async () => {
  const { code, out, err } = await graft('check', inFolder('missing.yaml'), '--json')
  expect([code, JSON.parse(out), err]).toEqual([
    3,
    { files: [] },
    `graft check: There is no file ${inFolder('missing.yaml')}. Check the path; \`graft info yolov8n.yaml\` opens a built-in template.`,
  ])
})

test('sarif has what the format requires', async () => {
  const { out } = await graft('check', bad, '--format', 'sarif')
  expect(JSON.parse(out)).toEqual({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'graft',
            version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
            rules: [
              {
                id: found.code,
                shortDescription: { text: 'Unknown module' },
                help: { text: 'Correct the name, or choose a target that has this module.' },
                defaultConfiguration: { level: 'error' },
              },
            ],
          },
        },
        columnKind: 'utf16CodeUnits',
        results: [
          {
            ruleId: found.code,
            ruleIndex: 0,
            level: 'error',
            message: { text: `${found.message} ${found.cure}` },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: `file://${bad.replace('bad, 100%', 'bad%2C%20100%25')}` },
                  region: { startLine: 4, startColumn: 13, endLine: 4, endColumn: 16 },
                },
              },
            ],
          },
        ],
      },
    ],
  })
})

test('github escapes what its commands are made of', async () => {
  const { out } = await graft('check', bad, '--format', 'github')
  const file = bad.replace('bad, 100%', 'bad%2C 100%25')
  expect(out).toBe(`::error file=${file},line=4,col=13,endLine=4,endColumn=16,title=${found.code}::${found.message} ${found.cure}`)
})

test('github is silent where nothing is wrong', async () => {
  expect(await graft('check', good, '--format', 'github')).toEqual({ code: 0, out: '', err: '' })
})
