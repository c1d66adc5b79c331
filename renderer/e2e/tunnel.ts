import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

export interface Tunnel {
  /** The server's address through the tunnel. */
  address(url: string): string
  /** Ends all that goes through it, and lets nothing through until it is mended. */
  cut(): void
  mend(): void
  close(): void
}

/** A way to a port of this machine that can be cut, as an SSH tunnel can. */
export async function openTunnel(port: number): Promise<Tunnel> {
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => (sockets.delete(from), to.destroy()))
      from.pipe(to)
    }
    if (isCut) near.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own = (server.address() as AddressInfo).port
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    address: (url) => url.replace(`:${port}/`, `:${own}/`),
    cut,
    mend: () => void (isCut = false),
    close() {
      cut()
      server.close()
    },
  }
}
