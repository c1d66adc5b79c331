/** Files that are broken, or made to do harm: what each is, and the exit status it must end with. */
import { model } from './run-cli'

const conv = '[-1, 1, Conv, [64, 3, 2]]'
const many = (n: number, row: string, head?: readonly string[]) => model([conv, ...Array<string>(n).fill(row)], head)
const list = (n: number, item: string) => `[${Array<string>(n).fill(item).join(',')}]`
const numbered = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => `${line(i)}\n`).join('')

export const hostileFiles: readonly (readonly [what: string, contents: string | Uint8Array, code: 0 | 1 | 3])[] = [
  ['empty', '', 1],
  ['binary', Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256), 3],
  ['UTF-16', Buffer.from(`\ufeff${model([conv])}`, 'utf16le'), 3],
  ['not YAML', '{ this is: [not yaml', 1],
  ['YAML that is no model', 'name: a workflow\non: push\n', 1],
  ['50 MB of YAML', 'a: b\n'.repeat(10 * 2 ** 20), 3],
  ['7 MB of YAML', 'a: b\n'.repeat(1.4 * 2 ** 20), 1],
  [
    'an alias bomb',
    `a: &a ${list(9, 'x')}\n${[...'bcdefghij'].map((k, i) => `${k}: &${k} ${list(9, `*${'abcdefghi'[i]}`)}\n`).join('')}`,
    1,
  ],
  ['a long text aliased', `x: &a "${'x'.repeat(900_000)}"\n${model(Array<string>(2500).fill('[-1, 1, *a, [*a]]'))}`, 1],
  ['a row aliased 9,000 times', `r: &r ${conv}\n${model(Array<string>(9000).fill('*r'))}`, 1],
  ['a merge bomb', `a0: &a0 {k: 1}\n${numbered(60, (i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}]}`)}`, 1],
  ['100,000 brackets', '['.repeat(100_000), 1],
  ['100,000 dashes', '- '.repeat(100_000), 1],
  ['100,000 braces', '{a: '.repeat(100_000), 1],
  ['a literal of 100,000 minus signs', model([`[-1, 1, Conv, ["${'-'.repeat(100_000)}1"]]`]), 1],
  ['a name of 900 KB', model([`[-1, 1, ${'x'.repeat(900_000)}, []]`]), 1],
  ['an argument of 900 KB', many(2000, conv, [`[-1, 1, Conv, ["${'x'.repeat(800_000)}"]]`]), 1],
  ['1,000 unknown names of 900 letters', model(Array.from({ length: 1000 }, (_, i) => `[-1, 1, m${i}${'y'.repeat(900)}, []]`)), 1],
  ['9,000 keys twice', 'nc: 1\n'.repeat(9000), 1],
  ['9,000 tags', numbered(9000, (i) => `k${i}: !t${i} x`), 1],
  ['3,000 rows', many(3000, '[-1, 1, Conv, [64, 3, 1]]'), 0],
  ['3,000 stages', many(3000, '[-1, 3, C2f, [64, True]]'), 1],
  ['700 stages, about as many as are built', many(700, '[-1, 3, C2f, [64, True]]'), 0],
  ['1,000 repeats in 200 rows', many(200, '[-1, 1000, C2f, [64]]'), 1],
  ['1,000 repeats of stages of stages', many(50, '[-1, 1000, C3k2, [64, True]]'), 1],
  ['1e9 repeats', model(['[-1, 1000000000, C2f, [64]]', '[-1, 1000000000, nn.Identity, []]', '[-1, 1000000000, C2PSA, [64]]']), 1],
  ['3,000 heads', many(3000, '[[-1], 1, Detect, [nc]]'), 1],
  ['a head of 9,000 levels', model([conv], [`[${list(9000, '0')}, 1, Detect, [nc]]`]), 1],
  ['Concat of 9,000 rows', model([conv, `[${list(9000, '0')}, 1, Concat, [1]]`], ['[-1, 1, nn.Identity, []]']), 0],
  ['lists that double with every row', many(2000, '[[-1, -1], 1, nn.Identity, []]'), 1],
  ['channels that double with every row', many(60, '[[-1, -1], 1, Concat, [1]]'), 1],
  ['a map that doubles with every row', many(200, '[-1, 1, nn.Upsample, [None, 2, nearest]]'), 1],
  ['nn.Upsample by 1e9', model([conv, '[-1, 1, nn.Upsample, [None, 1000000000, nearest]]', conv]), 1],
  [
    'numbers past all machines',
    model(['1.0e308', '1' + '0'.repeat(30), '1000000000000', '-5', '.inf', '.nan', '0'].map((c) => `[-1, 1, Conv, [${c}, 3, 2]]`)),
    1,
  ],
  [
    'a kernel of 1e9',
    model([
      conv,
      '[-1, 1, Conv, [64, 1000000001, 2]]',
      '[-1, 1, nn.MaxPool2d, [1000000000, 1, 500000000]]',
      '[-1, 1, SPPF, [64, 5, 1000000000]]',
    ]),
    1,
  ],
  ['1e9 classes', model([conv], undefined, 'nc: 1000000000\n'), 1],
  ['1e9 classes in a row', model([conv], ['[[-1], 1, Detect, [1000000000]]']), 1],
  ['reg_max 1e9', model([conv], undefined, 'nc: 1\nreg_max: 1000000000\n'), 1],
  ['reg_max 999,999', model([conv], undefined, 'nc: 1\nreg_max: 999999\n'), 1],
  [
    'CloAttention in 3,000 groups',
    model(['[-1, 1, Conv, [1024, 3, 2]]', `[-1, 1, CloAttention, [4096, ${list(3000, '1')}, ${list(3000, '3')}, 7]]`]),
    1,
  ],
  [
    '1e9 queries, layers and points',
    model(
      [conv],
      [
        '[[0], 1, RTDETRDecoder, [80, 256, 1000000000]]',
        '[[0], 1, RTDETRDecoder, [80, 256, 300, 4, 8, 1000000000]]',
        '[[0], 1, RTDETRDecoder, [80, 256, 300, 1000000000]]',
      ],
    ),
    1,
  ],
]
