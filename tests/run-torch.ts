import { spawnSync } from 'node:child_process'
import { findPython } from '../scripts/environment.mjs'

/** Values of a tensor with its shape. */
export interface TorchTensor {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

export interface TorchJob {
  /** A Python expression over x0, x1, … and torch, F and nn: a tensor. */
  readonly expression: string
  readonly inputs: readonly { readonly shape: readonly number[]; readonly data: ArrayLike<number> }[]
}

const program = `
import json, sys, torch
import torch.nn as nn, torch.nn.functional as F
def run(job):
    names = {'x%d' % i: torch.tensor(x['data'], dtype=torch.float32).reshape(x['shape']) for i, x in enumerate(job['inputs'])}
    y = eval(job['expression'], {'torch': torch, 'nn': nn, 'F': F, **names})
    return {'shape': list(y.shape), 'data': y.double().flatten().tolist()}
with torch.no_grad():
    json.dump([run(job) for job in json.load(sys.stdin)], sys.stdout)
`

/** What PyTorch computes, for all jobs in one process: starting it takes longer than most of them. */
export function runTorch(jobs: readonly TorchJob[]): TorchTensor[] {
  const input = JSON.stringify(jobs.map((job) => ({ ...job, inputs: job.inputs.map((x) => ({ ...x, data: Array.from(x.data) })) })))
  const { status, stdout, stderr } = spawnSync(findPython(), ['-c', program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (status !== 0) throw new Error(`PyTorch failed: ${stderr.trim().split('\n').slice(-3).join('\n')}`)
  return JSON.parse(stdout) as TorchTensor[]
}
