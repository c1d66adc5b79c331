import type { Connection } from '../app/connection'

/** What documents ask of the host. */
export type DocumentHost = Pick<Connection, 'call' | 'on' | 'onOpen'>
