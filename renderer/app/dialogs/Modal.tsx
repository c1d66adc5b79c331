import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import controls from '../controls.module.css'
import frame from '../dialog.module.css'

interface Props {
  readonly title: string
  readonly className?: string | undefined
  /** The title is heard, not seen, and there is no cross: Escape and a click beside it take it back. */
  readonly isBare?: boolean
  readonly onCancel: () => void
  /** Escape was pressed; preventing its default keeps the dialog. */
  readonly onEscape?: (event: KeyboardEvent) => void
  /** It is gone, and the focus is back where it was. */
  readonly onClosed?: () => void
  readonly children: ReactNode
}

/** A question that holds the focus until it is answered; Escape and the cross take it back. The focus returns to where it was. */
export function Modal({ title, className, isBare = false, onCancel, onEscape, onClosed, children }: Props) {
  const { t } = useTranslation()
  const [before] = useState(() => document.activeElement)
  const giveFocusBack = (event: Event) => {
    event.preventDefault()
    if (before instanceof HTMLElement) before.focus()
    onClosed?.()
  }
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onCancel()}>
      <Dialog.Portal>
        <Dialog.Overlay className={frame.overlay} />
        <Dialog.Content
          className={`${frame.content} ${className ?? ''}`}
          aria-describedby={undefined}
          onCloseAutoFocus={giveFocusBack}
          {...(onEscape && { onEscapeKeyDown: onEscape })}
        >
          <header className={isBare ? controls.unseen : frame.header}>
            <Dialog.Title>{title}</Dialog.Title>
            {!isBare && (
              <Dialog.Close className={controls.icon} aria-label={t('dialog.dismiss')}>
                <X size={16} aria-hidden />
              </Dialog.Close>
            )}
          </header>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
