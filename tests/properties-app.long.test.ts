import { testProperties } from './long-properties'

testProperties(['main', 'renderer'], 4)
