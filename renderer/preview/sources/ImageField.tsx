import { ChevronDown, ChevronLeft, ChevronRight, ImageIcon } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import menu from '../../app/FileMenu.module.css'
import controls from '../../app/controls.module.css'
import { runAction } from '../../app/actions'
import { useKeys } from '../../app/shortcuts'
import { useApp } from '../../app/use-app'
import styles from '../Preview.module.css'
import { usePreview } from '../use-preview'
import { chooseFolder, chooseImage, pasteImage, takeSample } from './choose'

/** Which image the model is run on, and the way to the next one. */
export function ImageField() {
  const { t } = useTranslation()
  const app = useApp()
  const { preview, state } = usePreview()
  const { image, images, isCut } = state
  const nextKeys = useKeys('nextImage')
  const previousKeys = useKeys('previousImage')
  const titled = (name: string, keys: string | undefined) => (keys === undefined ? name : `${name} (${keys})`)
  return (
    <div className={styles.field} role="group" aria-label={t('preview.image')}>
      <span>{t('preview.image')}</span>
      <div className={styles.images}>
        <div className={styles.choice}>
          <b title={image.name}>{'sample' in image.from ? t('preview.sample') : image.name}</b>
          <span className={styles.joined}>
            <button
              type="button"
              className={controls.button}
              aria-label={t('preview.chooseImage')}
              onClick={() => void chooseImage(app, preview)}
            >
              <ImageIcon size={14} aria-hidden />
              <span>{t('preview.chooseImage')}</span>
            </button>
            <DropdownMenu.Root modal={false}>
              <DropdownMenu.Trigger className={controls.button} aria-label={t('preview.otherImages')} title={t('preview.otherImages')}>
                <ChevronDown size={14} aria-hidden />
              </DropdownMenu.Trigger>
              <DropdownMenu.Portal>
                <DropdownMenu.Content className={menu.menu} align="end" sideOffset={6}>
                  <DropdownMenu.Item className={menu.item} onSelect={() => void chooseFolder(app, preview)}>
                    {t('preview.chooseFolder')}
                  </DropdownMenu.Item>
                  <DropdownMenu.Item className={menu.item} onSelect={() => void pasteImage(app, preview)}>
                    {t('preview.paste')}
                  </DropdownMenu.Item>
                  <DropdownMenu.Item className={menu.item} onSelect={() => void takeSample(preview)}>
                    {t('preview.sample')}
                  </DropdownMenu.Item>
                </DropdownMenu.Content>
              </DropdownMenu.Portal>
            </DropdownMenu.Root>
          </span>
        </div>
        {images.length > 1 && (
          <div className={styles.stepper}>
            <button
              type="button"
              className={controls.icon}
              aria-label={t('action.previousImage')}
              title={titled(t('action.previousImage'), previousKeys)}
              onClick={() => runAction(app, 'previousImage')}
            >
              <ChevronLeft size={16} aria-hidden />
            </button>
            <span role="status" title={isCut ? t('preview.isCut') : undefined}>
              {t('preview.position', { at: images.indexOf(image) + 1, count: images.length })}
              {isCut && '+'}
            </span>
            <button
              type="button"
              className={controls.icon}
              aria-label={t('action.nextImage')}
              title={titled(t('action.nextImage'), nextKeys)}
              onClick={() => runAction(app, 'nextImage')}
            >
              <ChevronRight size={16} aria-hidden />
            </button>
          </div>
        )}
      </div>
    </div>
  )
}
