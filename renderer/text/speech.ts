import type { i18n } from 'i18next'

/** The language of the interface, as it is at the moment it is asked. */
export type Speech = Pick<i18n, 't' | 'language'>
