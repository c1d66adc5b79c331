/** A row tried out on inputs it does not have: whether it would run, and what it would give. */
import { dialectOf, readHeader } from '../dialects'
import type { Document, Row } from '../document/types'
import type { Issue } from '../issues/issue'
import { type EnvValues, type Library, ShapeError, type ShapeTree, hintOf, printArg } from '../symbolic'
import { Budget } from './budget'
import { defaultActivation } from './default-activation'
import { createExplainer } from './explain'
import { type Instance, buildInstance } from './instance'
import { createMemo } from './memo'
import { imageType, textType } from './passes'
import { type RowPlan, readRow } from './plan'
import type { Report, RowReport } from './report'
import { runModule } from './run'

/** What a row is offered to read. */
export interface Offered {
  readonly declared: RowReport['declared']
  readonly out: ShapeTree
}

/** What a trial gave: the shape and the channels noted for later rows, or why the row cannot read this. */
export type Probe =
  | { readonly ok: true; readonly out: ShapeTree; readonly declared: RowReport['declared'] }
  | { readonly ok: false; readonly error: ShapeError; readonly plan: RowPlan }

/** Tries rows under the header, target, scale and image size of a report. Every row tried on the same inputs is run once. */
export function createProber(document: Document, library: Library, { target, scale, imgsz }: Pick<Report, 'target' | 'scale' | 'imgsz'>) {
  const dialect = dialectOf(target)!
  const { header } = readHeader(document, { dialect, ...(scale === '' ? {} : { scale }) })
  const act = defaultActivation(document, header, library, createMemo(), [])
  const known = new Map<string, Probe>()
  const instances = new Map<string, Instance>()
  const values: EnvValues = {
    act,
    nc: header.nc,
    legacy: true,
    scale: header.scale,
    regMax: header.regMax,
    end2end: header.end2end ?? false,
    maxDet: 300,
  }
  const image: Offered = { declared: header.ch, out: imageType(header.ch, imgsz) }

  /** Runs a row on what it is offered; a list of inputs where `isList`. */
  function probe(row: Row, inputs: readonly Offered[], isList: boolean): Probe {
    const key = `${isList}|${row.repeats.text}|${row.module.text}|${row.argsCell.text}|${inputs.map(keyOf).join('|')}`
    let result = known.get(key)
    if (result === undefined) known.set(key, (result = run(row, inputs, isList)))
    return result
  }

  function run(row: Row, inputs: readonly Offered[], isList: boolean): Probe {
    const channels = inputs.map(({ declared }) => declared ?? header.ch)
    const plan = {
      ...readRow(
        row,
        0,
        inputs.map(() => 0),
        channels,
        { library, dialect, header },
      ),
      isList,
    }
    if (plan.definition === null) {
      const { code, message, cure } = plan.findings[0] ?? { code: 'row.unknown-module' as const, message: row.module.text }
      return { ok: false, plan, error: new ShapeError(code, message, cure) }
    }
    try {
      const module = instanceOf(plan).module
      const isHead = plan.definition.kind === 'block' && plan.definition.head !== undefined
      const types = inputs.map(({ out }) => out)
      const given = isList ? types : types[0]!
      const { out, error } = runModule(
        module,
        plan.definition.text === undefined ? given : [given, textType(header.nc)],
        { mode: isHead ? 'raw' : 'eval', strides: null, counts: 'nothing' },
        dialect,
        new Set(),
      )
      return error === null ? { ok: true, out, declared: plan.declared } : { ok: false, plan, error }
    } catch (error) {
      if (error instanceof ShapeError) return { ok: false, plan, error }
      throw error
    }
  }

  function instanceOf({ definition, args, copies }: RowPlan): Instance {
    const key = `${definition!.type}|${copies}|${args.map(printArg).join()}`
    let instance = instances.get(key)
    if (instance === undefined || instance.definition !== definition) {
      instance = buildInstance(definition!, args, copies, dialect, values, new Budget('blocks'))
      instances.set(key, instance)
    }
    return instance
  }

  return {
    probe,
    /** What row 0 reads. */
    image,
    /** Why a row of `document` cannot read what it was offered from these rows, in the words of analysis. */
    explain(
      now: Document,
      i: number,
      sources: readonly number[],
      inputs: readonly Offered[],
      failed: Probe & { ok: false },
      report: Report,
    ): Issue {
      const plan = { ...failed.plan, i, sources }
      const outs = report.rows.map(({ out, status }) => (status === 'ok' ? out : undefined))
      return createExplainer(now).run(
        plan,
        failed.error,
        inputs.map(({ out }) => out),
        imgsz,
        outs,
      )
    },
  }
}

const keyOf = ({ declared, out }: Offered): string => `${String(declared)}:${shapeKey(out)}`

function shapeKey(tree: ShapeTree): string {
  if (tree === null) return '-'
  if ('dtype' in tree) return `${(tree as { shape: readonly never[] }).shape.map(hintOf).join('x')}`
  return `[${Object.entries(tree)
    .map(([name, each]) => `${name}=${shapeKey(each as ShapeTree)}`)
    .join()}]`
}
