import { Check, Copy, type LucideIcon, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import controls from './controls.module.css'

interface Props {
  readonly text: () => string
  readonly name: string
  /** Its icon alone, where room is dear; the name is told beside the pointer. */
  readonly icon?: LucideIcon
}

/** Puts a text on the clipboard, and says whether that went well. */
export function CopyButton({ text, name, icon: Icon = Copy }: Props) {
  const { t } = useTranslation()
  const [isCopied, setCopied] = useState<boolean>()
  const copy = () => {
    navigator.clipboard.writeText(text()).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  const says = isCopied === undefined ? name : isCopied ? t('compare.copied') : t('compare.notCopied')
  if (Icon !== Copy) {
    return (
      <button
        type="button"
        className={controls.icon}
        aria-label={says}
        title={says}
        data-copied={isCopied}
        onClick={copy}
        onBlur={() => setCopied(undefined)}
      >
        {isCopied === undefined ? (
          <Icon size={15} aria-hidden />
        ) : isCopied ? (
          <Check size={15} aria-hidden />
        ) : (
          <TriangleAlert size={15} aria-hidden />
        )}
      </button>
    )
  }
  return (
    <button type="button" className={controls.button} onClick={copy} onBlur={() => setCopied(undefined)}>
      {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      {says}
    </button>
  )
}
