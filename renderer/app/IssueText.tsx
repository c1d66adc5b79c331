import { useTranslation } from 'react-i18next'
import styles from './IssueText.module.css'
import { type Said, issueText } from './issue-text'

/** What an issue says, in the language of the window; what is only there in English stands beneath. */
export function IssueText({ issue, hasCure = true }: { issue: Said; hasCure?: boolean }) {
  const { i18n } = useTranslation()
  const { head, detail, cure } = issueText(issue, i18n)
  return (
    <span className={styles.issue}>
      {head} {hasCure && <em>{cure}</em>}
      {detail !== '' && <small lang="en">{detail}</small>}
    </span>
  )
}
