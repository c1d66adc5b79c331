import { RadioGroup } from 'radix-ui'
import styles from './Segments.module.css'

interface Props<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly name: string }[]
  readonly onChange: (value: T) => void
  /** The chosen one has the keyboard first. */
  readonly autoFocus?: boolean
}

/** One of a few, side by side; arrows go from one to the next. */
export function Segments<T extends string>({ label, value, options, onChange, autoFocus = false }: Props<T>) {
  return (
    <RadioGroup.Root
      className={styles.segments}
      orientation="horizontal"
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as T)}
    >
      {options.map((option) => (
        <RadioGroup.Item key={option.value} value={option.value} autoFocus={autoFocus && option.value === value}>
          {option.name}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
