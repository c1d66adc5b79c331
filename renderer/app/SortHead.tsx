import { ChevronDown, ChevronUp } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'

interface Props<Id extends string> {
  readonly name: string
  /** How the table is sorted by this column; `none`: by another. */
  readonly sorted: 'ascending' | 'descending' | 'none'
  readonly isNumber?: boolean | undefined
  readonly column: Id
  readonly onSort: (column: Id) => void
}

function Head<Id extends string>({ name, sorted, isNumber, column, onSort }: Props<Id>) {
  const { t } = useTranslation()
  const Arrow = sorted === 'descending' ? ChevronDown : ChevronUp
  return (
    <th role="columnheader" data-column={column} data-number={isNumber} aria-sort={sorted}>
      <button type="button" title={t('summary.sort')} onClick={() => onSort(column)}>
        {name}
        {sorted !== 'none' && <Arrow size={12} aria-hidden />}
      </button>
    </th>
  )
}

/** The head of a column that a click sorts a table by. */
export const SortHead = memo(Head) as typeof Head

/** What `SortHead` is told of an order. */
export const directionOf = (isSorted: boolean, isDescending: boolean) =>
  isSorted ? (isDescending ? ('descending' as const) : ('ascending' as const)) : ('none' as const)
