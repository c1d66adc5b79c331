import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import controls from '../controls.module.css'
import frame from '../dialog.module.css'

interface Props {
  readonly title: string
  readonly className?: string
  readonly onCancel: () => void
  readonly children: ReactNode
}

/** A question that holds the focus until it is answered; Escape and the cross take it back. The focus returns to where it was. */
export function Modal({ title, className, onCancel, children }: Props) {
  const { t } = useTranslation()
  const [before] = useState(() => document.activeElement)
  const giveFocusBack = (event: Event) => {
    event.preventDefault()
    if (before instanceof HTMLElement) before.focus()
  }
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onCancel()}>
      <Dialog.Portal>
        <Dialog.Overlay className={frame.overlay} />
        <Dialog.Content className={`${frame.content} ${className ?? ''}`} aria-describedby={undefined} onCloseAutoFocus={giveFocusBack}>
          <header className={frame.header}>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className={controls.icon} aria-label={t('dialog.dismiss')}>
              <X size={16} aria-hidden />
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
