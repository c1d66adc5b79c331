import { useTranslation } from 'react-i18next'
import type { HostError } from '../../main/contract/host-error'

/** What went wrong outside of Graft, with what to do about it. The message comes from the host as it is: it names the place. */
export function HostFailure({ error: { code, message } }: { error: HostError }) {
  const { t } = useTranslation()
  return (
    <>
      <strong>{t(`hostError.${code}.title`)}</strong>
      <p>{message}</p>
      <p data-cure>{t(`hostError.${code}.cure`)}</p>
    </>
  )
}
