import { Check, ChevronDown, Copy, ImageDown, TriangleAlert } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type WrittenForm, written, writtenForms } from '../../../graph-core/detections/written'
import menu from '../../app/FileMenu.module.css'
import controls from '../../app/controls.module.css'
import { useApp } from '../../app/use-app'
import styles from '../Preview.module.css'
import { type Ran, takenAlong } from '../preview'
import { usePreview } from '../use-preview'
import { type PictureForm, pictureForms, savePicture } from './save-picture'

const forms = Object.keys(writtenForms) as readonly WrittenForm[]

/** Takes along what is shown: as text, or as a picture. */
export function TakeMenu({ ran }: { ran: Ran }) {
  const { t } = useTranslation()
  const app = useApp()
  const { preview, state } = usePreview()
  const [isCopied, setCopied] = useState<boolean>()
  const [isSaving, setSaving] = useState(false)
  const copy = (form: WrittenForm) => {
    const { task, names, picture } = ran.result
    const found = { image: ran.image.name, width: picture.width, height: picture.height, task, names, ...takenAlong(state) }
    navigator.clipboard.writeText(written(form, found)).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  const save = async (form: PictureForm) => {
    setSaving(true)
    try {
      await savePicture(app, preview, form)
    } finally {
      setSaving(false)
    }
  }
  const says = isCopied === undefined ? null : t(isCopied ? 'compare.copied' : 'compare.notCopied')
  const CopyIcon = isCopied === undefined ? Copy : isCopied ? Check : TriangleAlert
  return (
    <div className={styles.take}>
      <span className={controls.unseen} role="status">
        {says}
      </span>
      <DropdownMenu.Root modal={false} onOpenChange={(isOpen) => isOpen && setCopied(undefined)}>
        <DropdownMenu.Trigger className={controls.button} onBlur={() => setCopied(undefined)}>
          <CopyIcon size={14} aria-hidden />
          {says ?? t('preview.copy')}
          <ChevronDown size={14} aria-hidden />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className={menu.menu} align="end" sideOffset={6}>
            {forms.map((form) => (
              <DropdownMenu.Item key={form} className={menu.item} onSelect={() => copy(form)}>
                {t(`preview.form.${form}`)}
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className={controls.button} aria-busy={isSaving}>
          <ImageDown size={14} aria-hidden />
          {t(isSaving ? 'preview.saving' : 'preview.save')}
          <ChevronDown size={14} aria-hidden />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className={menu.menu} align="end" sideOffset={6}>
            {pictureForms.map((form) => (
              <DropdownMenu.Item key={form} className={menu.item} onSelect={() => void save(form)}>
                {t(`preview.form.${form}`)}
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </div>
  )
}
