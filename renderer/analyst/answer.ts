import type { Library } from '../../graph-core/symbolic'
import { drawModel } from './picture'
import type { Answer, Question } from './question'
import { totalsAtScales } from './scales'

/** What there is to say to a question. */
export function answer(library: Library, question: Question): Answer<Question> {
  return question.kind === 'picture' ? drawModel(library, question.model, question.stock) : totalsAtScales(library, question)
}
