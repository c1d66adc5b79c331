import type { Connection } from '@xyflow/react'
import { useSession } from '../../app/use-session'

/** Wires drawn from port to port. */
export function useWiring(indexOf: (rowId: string) => number) {
  const session = useSession()
  return {
    onConnect: ({ source, target, targetHandle }: Connection) =>
      void session.connect(indexOf(source), indexOf(target), Number(targetHandle ?? 0)),
  }
}
