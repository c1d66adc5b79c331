import { ESLint, Linter } from 'eslint'
import { expect, test } from 'vitest'
import tseslint from 'typescript-eslint'
import { boundaries } from './boundaries.mjs'

/** What the rule says of one file with this text. */
function lint(filename: string, text: string): string[] {
  const config: Linter.Config = {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parser: tseslint.parser },
    plugins: { graft: { rules: { boundaries } } },
    rules: { 'graft/boundaries': 'error' },
  }
  return new Linter({ cwd: process.cwd() }).verify(text, [config], { filename }).map(({ message }) => message)
}

const refused: [file: string, text: string][] = [
  ['graph-core/analysis/a.ts', `import { Conv } from '../../kernels/blocks/conv'`],
  ['graph-core/analysis/a.ts', `import { readFile } from 'node:fs/promises'`],
  ['graph-core/analysis/a.ts', `import { parse } from 'yaml'`],
  ['graph-core/onnx/a.ts', `import protobuf from 'protobufjs'`],
  ['graph-core/onnx/a.ts', `export type { Call } from '../../main/contract/host'`],
  ['kernels/blocks/a.ts', `import { analyze } from '../../graph-core/analysis/analyze'`],
  ['kernels/blocks/a.ts', `export * from '../../graph-core/onnx/model'`],
  ['kernels/blocks/a.ts', `const a = await import('../../graph-core/onnx/model')`],
  ['kernels/blocks/a.ts', `type A = import('../../graph-core/onnx/model').Model`],
  ['main/contract/a.ts', `import type { Report } from '../../graph-core/analysis/report'`],
  ['main/services/a.ts', `import { app } from 'electron'`],
  ['main/services/a.ts', `import { library } from '../../kernels/library'`],
  ['main/services/a.ts', `import { run } from '../cli/main'`],
  ['main/services/a.ts', `import fs from 'fs'`],
  ['main/web/a.ts', `import { library } from '../../kernels/library'`],
  ['renderer/canvas/a.tsx', `import { library } from '../../kernels/library'`],
  ['renderer/canvas/a.tsx', `import { save } from '../../main/services/files/save'`],
  ['renderer/canvas/a.tsx', `import { join } from 'node:path'`],
  ['elsewhere/a.ts', `import { join } from 'node:path'`],
]

test.each(refused)('%s may not have %s', (file, text) => {
  expect(lint(file, text)).toHaveLength(1)
})

const accepted: [file: string, text: string][] = [
  ['graph-core/analysis/a.ts', `import { trace } from '../symbolic/trace'`],
  ['graph-core/yaml/a.ts', `import { parseDocument } from 'yaml'`],
  ['kernels/blocks/ultralytics/a.ts', `import { defineBlock } from '../../../graph-core/symbolic/block'`],
  ['kernels/blocks/ultralytics/a.ts', `import { Conv } from './conv'`],
  ['kernels/blocks/a.test.ts', `import { analyze } from '../../graph-core/analysis/analyze'`],
  ['main/services/inference/worker.ts', `import { library } from '../../../kernels/library'`],
  ['main/cli/main.ts', `import { library } from '../../kernels/library'`],
  ['main/electron/main.ts', `import { app } from 'electron'`],
  ['renderer/main.tsx', `import { library } from '../kernels/library'`],
  ['renderer/workers/analysis.ts', `import { library } from '../../kernels/library'`],
]

test.each(accepted)('%s may have %s', (file, text) => {
  expect(lint(file, text)).toEqual([])
})

test.each(['kernels/blocks/a.ts', 'graph-core/onnx/a.ts', 'main/services/a.ts', 'renderer/a.tsx'])(
  '`npm run check` applies the rule to %s',
  async (file) => {
    const config = (await new ESLint().calculateConfigForFile(file)) as Linter.Config
    expect(config.rules?.['graft/boundaries']).toEqual([2])
  },
)
