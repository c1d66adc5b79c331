import { type Report, encodeShape } from '../../../graph-core/analysis'
import { fusedLine, summaryLine, textTable } from '../../../graph-core/exporters/table'
import { holdsModule, printArg } from '../../../graph-core/symbolic'
import { builtin } from '../../../kernels'
import { analyzeFile } from '../../services/models/analyze-file'
import { type Command, single } from '../command'
import { modelOptionSpecs, readModelOptions } from '../model-options'
import { issueForScripts, tellIssues } from '../print-issues'

/** The report as scripts read it; the fields are a promise. */
export function infoJson(report: Report): object {
  const { name, target, task, scale, nc, imgsz, strides, totals, fused, issues } = report
  return {
    name,
    target,
    task,
    scale,
    nc,
    imgsz,
    strides,
    rows: report.rows.map(({ i, from, n, module, type, args, params, gflops, out }) => ({
      i,
      from,
      n,
      module,
      type,
      args: holdsModule(args) ? printArg(args) : args,
      params,
      gflops,
      out: encodeShape(out),
    })),
    totals,
    fused: fused === null ? null : { layers: fused.layers, params: fused.params, gflops: fused.gflops },
    issues: issues.map(issueForScripts),
  }
}

export const info: Command = {
  name: 'info',
  takes: 'MODEL',
  summary: 'The layer table and totals of a model.',
  options: { ...modelOptionSpecs, json: { type: 'boolean', about: 'everything, for scripts' } },
  examples: ['info yolov8n.yaml', 'info model.yaml --scale s --imgsz 480,640 --json'],
  async run(positional, options, output) {
    const reference = single(positional, 'MODEL')
    const { report } = await analyzeFile(reference, builtin, readModelOptions(options))
    if (options['json'] === true) output.out(JSON.stringify(infoJson(report), null, 2))
    else {
      if (report.rows.length > 0) output.out(textTable(report))
      // PyTorch sums up what it could build.
      for (const line of report.fused === null ? [] : [summaryLine(report), fusedLine(report)!]) output.out(line)
      tellIssues(reference, report.issues, output)
    }
    return report.issues.some((i) => i.severity === 'error') ? 1 : 0
  },
}
