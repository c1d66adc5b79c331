import 'react'

declare module 'react' {
  interface CSSProperties {
    '--colour'?: string
    '--columns'?: number
    '--length'?: number
  }
}
