import { describe, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { analyze } from '../analysis'
import { parse } from '../yaml/parse'
import { yaml } from '../yaml/template'
import { csvTable, markdownTable, textTable } from './table'
import { shown, visible } from './visible'

const report = (text: string) => analyze(parse(text).document, builtin, { imgsz: [64, 64] })

const small = report(yaml`
  nc: 1
  backbone:
    - [-1, 1, Conv, [16, 3, 2]]
  head:
    - [-1, 1, nn.Upsample, [None, 2, nearest]]
    - [[-1, 0], 1, Concat, [1]]
`)

test('columns are aligned and nothing trails', () => {
  expect(textTable(report('nc: 1\nbackbone:\n  - [-1, 1, Conv, [16, 3, 2]]\nhead:\n  - [-1, 1, nn.Identity, []]\n'))).toBe(
    [
      '#  from  n  params  module                            arguments      output',
      '0    -1  1     464  ultralytics.nn.modules.conv.Conv  [3, 16, 3, 2]  16×32×32',
      '1    -1  1       0  torch.nn.modules.linear.Identity  []             16×32×32',
    ].join('\n'),
  )
})

describe('Markdown', () => {
  test('is a table; a model that cannot run has no totals of what it would be', () => {
    expect(markdownTable(small).split('\n').slice(0, 5)).toEqual([
      '| # | from | n | params | module | arguments | output |',
      '| ---: | ---: | ---: | ---: | --- | --- | --- |',
      '| 0 | -1 | 1 | 464 | ultralytics.nn.modules.conv.Conv | [3, 16, 3, 2] | 16×32×32 |',
      `| 1 | -1 | 1 | 0 | torch.nn.modules.upsampling.Upsample | [None, 2, 'nearest'] | 16×64×64 |`,
      '| 2 | [-1, 0] | 1 | 0 | ultralytics.nn.modules.conv.Concat | [1] | – |',
    ])
  })

  test('keeps text from the file out of its own syntax', () => {
    const row = markdownTable(report('nc: 1\nbackbone:\n  - [-1, 1, "a|b\\n<b>_*`\\\\", []]\nhead: []\n')).split('\n')[2]
    expect(row).toBe('| 0 | -1 | 1 | – | a\\|b\\\\n&lt;b\\>\\_\\*\\`\\\\ | [] | – |')
  })
})

describe('CSV', () => {
  test('ends lines as RFC 4180 says, quotes commas, and leaves the unknown empty', () => {
    const lines = csvTable(small).split('\r\n')
    expect([lines[0], lines[2]!.replace(/,[\d.e-]+,0,nn/, ',…,0,nn'), lines[3], lines[4]]).toEqual([
      'i,from,n,params,gflops,macs,module,type,args,out',
      `1,-1,1,0,,0,nn.Upsample,torch.nn.modules.upsampling.Upsample,"[None, 2, 'nearest']",16x64x64`,
      '2,"[-1, 0]",1,0,,,Concat,ultralytics.nn.modules.conv.Concat,[1],',
      '',
    ])
  })

  test.each([
    ['=1+1', `'=1+1`],
    ['+1', `'+1`],
    ['-1+1', `'-1+1`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `'\t=1`],
    ['a"b', `"a""b"`],
    ['a\nb', `"a\nb"`],
  ])('a module named %j cannot run as a formula', (name, cell) => {
    const csv = csvTable(report(`nc: 1\nbackbone:\n  - [-1, 1, ${JSON.stringify(name)}, []]\nhead: []\n`))
    expect(csv.slice(csv.indexOf('\r\n') + 2)).toBe(`0,-1,1,,,,${cell},${cell},[],\r\n`)
  })
})

describe('text for a terminal', () => {
  test('keeps letters of every script and line breaks, and shows what moves a cursor', () => {
    expect(visible('Größe 640×640 模型\n\u001b[2J\r\u0007\u009b\u202e')).toBe('Größe 640×640 模型\n\\x1b[2J\\x0d\\x07\\x9b\\u202e')
  })

  test('is cut at a length and stays on one line', () => {
    expect([shown('abcdef', 4), shown('a\nb')]).toEqual(['abc…', 'a\\nb'])
  })
})
