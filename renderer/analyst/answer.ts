import type { Library } from '../../graph-core/symbolic'
import { everyScale } from './every-scale'
import { fitOf } from './fit'
import { drawModel } from './picture'
import type { Answer, Question } from './question'
import { rehearse } from './rehearsal'
import { totalsAtScales } from './scales'

/** What there is to say to a question. */
export function answer(library: Library, question: Question): Answer<Question> {
  switch (question.kind) {
    case 'picture':
      return drawModel(library, question.model, question.stock)
    case 'scales':
      return totalsAtScales(library, question)
    case 'everyScale':
      return everyScale(library, question)
    case 'rehearsal':
      return rehearse(library, question)
    case 'fit':
      return fitOf(library, question)
  }
}
