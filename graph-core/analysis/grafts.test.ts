/** Each attention block once behind SPPF of YOLOv8n, as Ultralytics 8.4 prints the model with it. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { apply } from '../document/diff'
import { insertOnEdge } from '../document/commands'
import type { NewValue } from '../document/types'
import { issueKinds } from '../issues/codes'
import type { ThopVersion } from '../symbolic'
import { parse } from '../yaml/parse'
import { type Report, analyze, buildModel, createMemo, encodeShape } from './index'
import { imageType, runPass, textType } from './passes'
import { gigaflops, profile } from './profile'
import { thopTotal } from './totals'

interface Graft {
  readonly block: string
  /** The row's arguments. */
  readonly written: readonly NewValue[]
  readonly raises?: true
  readonly type: string
  readonly args: readonly unknown[]
  readonly params: number
  readonly out: readonly number[]
  readonly fellBack: boolean
  /** Layers, modules, parameters, gradients, GFLOPs, and GFLOPs by thop. */
  readonly totals: readonly [number, number, number, number, number, readonly [number, number, number]]
  /** Layers, parameters and GFLOPs after fuse(). */
  readonly fused: readonly [number, number, number]
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const grafts = JSON.parse(read('./tables/graft-after-sppf.json')) as readonly Graft[]
const base = parse(read('../../assets/models/yolov8.yaml'), { path: 'yolov8n.yaml' }).document
const sppf = 9

function grafted({ block, written }: Graft) {
  const edit = insertOnEdge(base, { from: sppf, to: 'all' }, { module: block, args: [...written] })
  if (!edit.ok) throw new Error(edit.issue.message)
  return apply(base, edit.diff)
}

/** What a table says of a graft, from our report. */
function summary({ rows, totals, fused, proxy }: Report) {
  const { type, args, params, out } = rows[sppf + 1]!
  return {
    row: { type, args, params, out: encodeShape(out) },
    totals: [totals.leaves, totals.modules, totals.params, totals.gradients],
    fused: [fused!.leaves, fused!.params],
    fellBack: proxy.fellBack,
  }
}

const errors = (report: Report) => report.issues.filter(({ severity }) => severity === 'error')
const works = grafts.filter(({ raises }) => raises !== true)

describe.each(works.map((g) => [`${g.block} ${JSON.stringify(g.written)}`, g] as const))('%s', (_, graft) => {
  const document = grafted(graft)
  const report = analyze(document, builtin, { target: 'ultralytics@8.4' })

  test('gives the model PyTorch builds', () => {
    const { type, args, params, out, totals, fused, fellBack } = graft
    expect(errors(report)).toEqual([])
    expect(summary(report)).toEqual({
      row: { type, args, params, out },
      totals: totals.slice(0, 4),
      fused: fused.slice(0, 2),
      fellBack,
    })
  })

  test('has the GFLOPs each thop measures', () => {
    const measured = (thop: ThopVersion) => {
      const memo = createMemo()
      const built = buildModel(document, builtin, { target: 'ultralytics@8.4' }, memo)
      const model = { ...built, dialect: { ...built.dialect, thop } }
      const setting = {
        mode: 'eval',
        strides: model.strides,
        counts: 'everything',
        purpose: 'image',
        image: imageType(3, [640, 640]),
        text: textType(80),
      } as const
      const profiled = profile(model, runPass(model.rows, setting, model.dialect, memo), setting, memo)!
      const counts = model.rows.map((r) => r.built!.instance.counts)
      return gigaflops(profiled, thopTotal(profiled.pass, counts, model.dialect))!
    }
    const ratio = (a: number | null, b: number) => Math.abs(a! / b - 1)
    const versions = ['0.1.1', '2.0.18', '2.1.6'] as const
    const far = versions.map((v, i) => [v, ratio(measured(v), graft.totals[5][i]!)] as const).filter(([, off]) => off > 1e-6)
    expect(far).toEqual([])
    expect(ratio(report.totals.gflops, graft.totals[4])).toBeLessThan(1e-6)
    expect(ratio(report.fused!.gflops, graft.fused[2])).toBeLessThan(1e-6)
  })
})

test.each(grafts.filter(({ raises }) => raises === true).map((g) => [`${g.block} ${JSON.stringify(g.written)}`, g] as const))(
  '%s is refused, as PyTorch refuses it',
  (_, graft) => {
    expect(errors(analyze(grafted(graft), builtin, { target: 'ultralytics@8.4' }))).not.toEqual([])
  },
)

test('a form that is broken as published is named, with the one that works', () => {
  const graft = grafts.find(({ block }) => block === 'DoubleAttention')!
  const { issues } = analyze(grafted(graft), builtin, { target: 'ultralytics@8.4' })
  expect(issues.map(({ code, cure, where }) => ({ code, cure, row: where.row }))).toEqual([
    { code: 'row.broken-form', cure: 'Write DoubleAttentionFixed instead.', row: sppf + 1 },
    { code: 'row.not-in-target', cure: issueKinds['row.not-in-target'].cure, row: sppf + 1 },
  ])
})
