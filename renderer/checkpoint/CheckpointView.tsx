import { ClipboardList, FileDown, FilePlus2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../app/CopyButton'
import { HostFailure } from '../app/HostFailure'
import controls from '../app/controls.module.css'
import { useApp, useStore } from '../app/use-app'
import { CheckpointFacts } from './CheckpointFacts'
import styles from './CheckpointView.module.css'
import { TensorDetail } from './TensorDetail'
import { TensorTable } from './TensorTable'
import type { CheckpointState, OpenCheckpoint } from './checkpoint'
import { type Copied, checkpointMarkdown, checkpointText } from './copy-table'
import { factsOf, yamlOf } from './facts'
import { columnIds } from './tensor-rows'

/** A checkpoint in place of a model: what it says of itself, and what it holds. Nothing in it is run. */
export function CheckpointView({ checkpoint }: { checkpoint: OpenCheckpoint }) {
  const { t } = useTranslation()
  const state = useStore(checkpoint)
  return (
    <main className={styles.view} aria-label={checkpoint.name}>
      {state.status === 'opening' && (
        <p className={styles.quiet} role="status">
          {t('checkpoint.opening', { name: checkpoint.name })}
        </p>
      )}
      {state.status === 'failed' && (
        <div className={styles.failure} role="alert">
          <h1>{checkpoint.name}</h1>
          <HostFailure error={state.error} />
          <button type="button" className={controls.button} onClick={() => void checkpoint.load()}>
            {t('notice.do.retry')}
          </button>
        </div>
      )}
      {state.status === 'open' && <Opened checkpoint={checkpoint} state={state} />}
    </main>
  )
}

function Opened({ checkpoint, state }: { checkpoint: OpenCheckpoint; state: CheckpointState & { status: 'open' } }) {
  const { t } = useTranslation()
  const { openModelOf } = useApp()
  const [selected, select] = useState<string | null>(null)
  const { summary, tensors, statistics } = state
  const yaml = yamlOf(summary)
  const tensor = tensors.find(({ name }) => name === selected)
  const copied = (): Copied => ({
    name: checkpoint.name,
    facts: factsOf(summary).map(([id, text]) => [t(`checkpoint.fact.${id}`), text]),
    heads: columnIds.map((id) => t(`checkpoint.column.${id}`)),
    tensors,
  })
  const choose = (name: string) => {
    select(name)
    void checkpoint.look(name)
  }
  return (
    <>
      <header className={styles.head}>
        <h1 title={checkpoint.path ?? undefined}>{checkpoint.name}</h1>
        <CopyButton text={() => checkpointText(copied())} name={t('summary.copyText')} icon={ClipboardList} />
        <CopyButton text={() => checkpointMarkdown(copied())} name={t('compare.copy')} icon={FileDown} />
        <button
          type="button"
          className={controls.primary}
          disabled={yaml === null}
          title={t(yaml === null ? 'checkpoint.noModel' : 'checkpoint.openModelAbout')}
          onClick={() => yaml !== null && openModelOf(checkpoint, yaml)}
        >
          <FilePlus2 size={15} aria-hidden />
          {t('checkpoint.openModel')}
        </button>
      </header>
      <div className={styles.body} data-detail={tensor !== undefined}>
        <CheckpointFacts summary={summary} />
        <TensorTable tensors={tensors} selected={selected} onSelect={choose} />
        {tensor !== undefined && <TensorDetail tensor={tensor} found={statistics.get(tensor.name)} onClose={() => select(null)} />}
      </div>
    </>
  )
}
