import type { About, Form } from '../../graph-core/symbolic'

/** What people read about another published form of a block; names that files use for the method stay with the block. */
export const formOf = (about: About, form: Form): About => ({ ...about, aliases: [], form })
