import { testWebgpuShard } from './tests/webgpu-cases'

testWebgpuShard(1)
