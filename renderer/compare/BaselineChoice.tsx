import { useTranslation } from 'react-i18next'
import { HostError } from '../../main/contract/host-error'
import controls from '../app/controls.module.css'
import { templates } from '../app/templates'
import { useApp, useStore } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import type { OtherModel } from '../session'
import { chooseModel } from './choose-model'

/** What the model is compared with: an earlier state, a template, another open model, a file. */
export function BaselineChoice() {
  const { t } = useTranslation()
  const app = useApp()
  const session = useSession()
  const comparedTo = useSnapshot(({ comparedTo }) => comparedTo)
  const { documents } = useStore(app.workspace)
  const others = documents.filter((each) => each.session !== session)

  const take = (model: OtherModel) => {
    if (!session.setBaseline(model)) app.notices.remark('baseline', { name: 'notAModel', values: { name: model.name } })
  }
  const takeFile = async () => {
    try {
      const model = await chooseModel(app)
      if (model !== null) take(model)
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      app.notices.fail('baseline', error, [{ label: 'retry', run: takeFile }])
    }
  }
  const choose = (value: string) => {
    const [kind, id] = [value.split(' ', 1)[0], value.slice(value.indexOf(' ') + 1)]
    if (kind === 'opened' || kind === 'present') session.setBaseline(kind)
    if (kind === 'file') void takeFile()
    const template = kind === 'template' ? templates.find((each) => each.id === id) : undefined
    if (template !== undefined) take({ name: `${template.name}.yaml`, text: template.text, template: template.id })
    const other = kind === 'open' ? others.find((each) => String(each.id) === id) : undefined
    if (other !== undefined) take({ name: other.getSnapshot().name, text: other.session.text() })
  }
  const shelf = (isRecipe: boolean) =>
    templates
      .filter((each) => each.isRecipe === isRecipe)
      .map(({ id, name, library }) => (
        <option key={id} value={`template ${id}`}>
          {library === '' ? name : `${library}/${name}`}
        </option>
      ))
  return (
    <label>
      <span>{t('compare.with')} </span>
      <select
        className={controls.select}
        aria-label={t('compare.with')}
        value={comparedTo.name === undefined ? 'opened' : 'chosen'}
        onChange={(event) => choose(event.target.value)}
      >
        {comparedTo.name !== undefined && <option value="chosen">{comparedTo.name}</option>}
        <option value="opened">{t('compare.opened')}</option>
        <option value="present">{t('compare.present')}</option>
        <option value="file">{t('compare.file')}</option>
        {others.length > 0 && (
          <optgroup label={t('compare.open')}>
            {others.map((each) => (
              <option key={each.id} value={`open ${each.id}`}>
                {each.getSnapshot().name}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label={t('start.templates')}>{shelf(false)}</optgroup>
        <optgroup label={t('start.recipes')}>{shelf(true)}</optgroup>
      </select>
    </label>
  )
}
