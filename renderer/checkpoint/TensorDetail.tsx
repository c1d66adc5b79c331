import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { HostError } from '../../main/contract/host-error'
import { Failure } from '../app/Findings'
import controls from '../app/controls.module.css'
import { count } from '../app/format'
import styles from './TensorDetail.module.css'
import type { TensorStatistics } from './checkpoint'
import type { ListedTensor } from './read-table'
import { shapeOf, sizeOf, valuesOf } from './tensor-rows'

interface Props {
  readonly tensor: ListedTensor
  /** What its values are like, or why they cannot be read; undefined while they are being read. */
  readonly found: TensorStatistics | HostError | undefined
  readonly onClose: () => void
}

/** One tensor, and its values at a glance. */
export function TensorDetail({ tensor, found, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <section className={styles.detail} aria-label={t('checkpoint.tensor')} aria-busy={found === undefined}>
      <header>
        <h2>{tensor.name}</h2>
        <button type="button" className={controls.icon} aria-label={t('checkpoint.closeTensor')} onClick={onClose}>
          <X size={14} aria-hidden />
        </button>
      </header>
      <p>
        {[tensor.dtype, shapeOf(tensor), t('checkpoint.values', { values: count(valuesOf(tensor)) }), sizeOf(tensor.bytes)].join(' · ')}
      </p>
      {found === undefined ? (
        <p role="status">{t('checkpoint.reading')}</p>
      ) : found instanceof HostError ? (
        <Failure error={found} />
      ) : (
        <Statistics found={found} />
      )}
    </section>
  )
}

const numbers = ['min', 'max', 'mean', 'deviation'] as const
const counts = ['zeros', 'nans', 'infinities'] as const

function Statistics({ found }: { found: TensorStatistics }) {
  const { t } = useTranslation()
  const { histogram, min, max, sha256 } = found
  return (
    <>
      {histogram.length > 0 && min !== null && max !== null && <Histogram counts={histogram} min={min} max={max} />}
      {histogram.length === 0 && <p>{t(sha256 === null ? 'checkpoint.notRead' : 'checkpoint.noNumbers')}</p>}
      <dl>
        {numbers.map((id) => (
          <div key={id}>
            <dt>{t(`checkpoint.statistic.${id}`)}</dt>
            <dd>{numberText(found[id])}</dd>
          </div>
        ))}
        {counts
          .filter((id) => id === 'zeros' || found[id] > 0)
          .map((id) => (
            <div key={id} data-odd={id !== 'zeros'}>
              <dt>{t(`checkpoint.statistic.${id}`)}</dt>
              <dd>{count(found[id])}</dd>
            </div>
          ))}
      </dl>
      {sha256 !== null && (
        <p className={styles.hash} title={t('checkpoint.hashAbout')}>
          {`SHA-256 ${sha256}`}
        </p>
      )}
    </>
  )
}

const numberText = (n: number | null) => (n === null ? '–' : String(Number(n.toPrecision(6))))

const [width, height] = [240, 64]

function Histogram({ counts: parts, min, max }: { counts: readonly number[]; min: number; max: number }) {
  const { t } = useTranslation()
  const most = Math.max(...parts)
  const step = width / parts.length
  return (
    <figure className={styles.histogram}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('checkpoint.histogram', { most: count(most) })}
      >
        {parts.map((n, k) => {
          // What holds a value at all can be seen.
          const tall = n === 0 ? 0 : Math.max(1, (n / most) * height)
          return <rect key={k} x={k * step} y={height - tall} width={step * 0.86} height={tall} />
        })}
      </svg>
      <figcaption>
        <span>{numberText(min)}</span>
        <span>{numberText(max)}</span>
      </figcaption>
    </figure>
  )
}
