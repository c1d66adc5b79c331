import { testProperties } from './long-properties'

testProperties(['graph-core'], 2)
