import { testTemplateShard } from './long-templates'

testTemplateShard(0)
