import { testWebgpuShard } from './tests/webgpu-cases'

testWebgpuShard(3)
