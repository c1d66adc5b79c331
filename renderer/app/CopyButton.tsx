import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import controls from './controls.module.css'

/** Puts a text on the clipboard, and says whether that went well. */
export function CopyButton({ text, name }: { text: () => string; name: string }) {
  const { t } = useTranslation()
  const [isCopied, setCopied] = useState<boolean>()
  const copy = () => {
    navigator.clipboard.writeText(text()).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <button type="button" className={controls.button} onClick={copy} onBlur={() => setCopied(undefined)}>
      {isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      {isCopied === undefined ? name : isCopied ? t('compare.copied') : t('compare.notCopied')}
    </button>
  )
}
