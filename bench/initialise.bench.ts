/** Initial weights of yolov8x's size. */
import { initialise } from '../graph-core/weights/initialise'
import { compare } from './harness'

const count = 20_000_000
const out = new Float32Array(count)

const rows = await compare({
  name: `${count / 1e6} million values`,
  runs: 9,
  cases: [
    { name: 'copy', run: () => out.slice() },
    { name: 'uniform', run: () => initialise({ kind: 'uniform', bound: 0.1 }, [count], 1, 'model.0.conv.weight'), target: { ms: 200 } },
    { name: 'normal', run: () => initialise({ kind: 'normal', mean: 0, std: 1 }, [count], 1, 'model.0.conv.weight') },
  ],
})
for (const { name, median } of rows) console.log(`  ${name}: ${(count / median / 1000).toFixed(0)} million values a second`)
