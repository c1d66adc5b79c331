/** What an issue says in the language of the window: messages are made of what was found, in English; titles and cures have a text in each. */
import type { i18n } from 'i18next'
import { issueKinds } from '../../graph-core/issues/codes'
import type { IssueCode } from '../../graph-core/issues/issue'

type Language = Pick<i18n, 't' | 'language'>

/** An issue's, a refusal's or a finding's. */
export interface Said {
  readonly code: string
  readonly message: string
  readonly cure: string
}

export interface IssueText {
  /** What is read first. */
  readonly head: string
  /** The English beneath it; '' where that is the head. */
  readonly detail: string
  readonly cure: string
}

/** In English the message itself; else the title of its code, the message as its detail, and the cure of its code. */
export function issueText({ code, message, cure }: Said, { t, language }: Language): IssueText {
  if (language.startsWith('en') || !(code in issueKinds)) return { head: message, detail: '', cure }
  const isUsual = issueKinds[code as IssueCode].cure === cure
  return {
    head: t(`issue.${code}.title`),
    // A cure that was made for this place names things that the usual one does not.
    detail: isUsual ? message : `${message} ${cure}`,
    cure: t(`issue.${code}.cure`),
  }
}

/** All of it, for where only a text can stand. */
export function issueLines(said: Said, language: Language): string {
  const { head, detail, cure } = issueText(said, language)
  return [head, detail, cure].filter((line) => line !== '').join('\n')
}
