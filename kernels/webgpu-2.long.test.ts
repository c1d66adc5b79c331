import { testWebgpuShard } from './tests/webgpu-cases'

testWebgpuShard(2)
