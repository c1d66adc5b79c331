import { version } from '../../../package.json'
import { builtin } from '../../../kernels'
import { dataFolder } from '../../services/data-folder'
import { pageFolder } from '../../services/page/page-folder'
import { openAddress } from '../../web/open-address'
import { serveWeb } from '../../web/serve'
import { type Command, type Output, UsageError, textOption } from '../command'

export const serve: Command = {
  name: 'serve',
  takes: '[MODEL|FOLDER...]',
  summary: 'Graft’s window in a browser: opens the models, and may use the folders, by default this one.',
  options: {
    port: { type: 'string', value: 'P', about: 'listen here; default any that is free' },
    'no-open': { type: 'boolean', about: 'only print the address' },
  },
  examples: ['serve', 'serve model.yaml', 'serve ~/models --port 8420 --no-open'],
  async run(positional, options, output, { inference }) {
    const server = await serveWeb({
      version,
      library: builtin,
      inference,
      port: readPort(textOption(options, 'port')),
      dataFolder: dataFolder(),
      rendererFolder: pageFolder(),
      paths: positional.length === 0 ? ['.'] : positional,
      onBug: (error, name) => output.err(`graft serve: ${name} failed: ${String(error)}`),
    })
    const ended = untilEnded()
    output.out(`Graft runs at ${server.newStartUrl()}\nThe address opens it once; Ctrl C ends it.`)
    if (options['no-open'] !== true) await open(server.newStartUrl(), output)
    await ended
    await server.close()
    return 0
  },
}

async function open(url: string, output: Output): Promise<void> {
  if ((await openAddress(url)) === null) output.out('No browser could be opened here: open the address yourself.')
}

function readPort(text: string | undefined): number {
  if (text === undefined) return 0
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN
  if (!(port <= 65_535)) throw new UsageError(`--port takes a whole number from 0 to 65535, got ${text}`)
  return port
}

/** Resolves at Ctrl C, or when the system ends the program; asked twice, the program ends at once. */
function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130))
        resolve()
      })
    }
  })
}
