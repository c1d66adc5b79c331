import { version } from '../../package.json'
import { type Output } from './command'
import { runCommandLine } from './run'

const output: Output = {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
}

// A reader that stops reading, such as `head`, ends the program quietly; a full disk behind `>` does not.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  process.stderr.write(`graft: the output could not be written (${error.code ?? error.message}).\n`)
  process.exit(3)
})
process.stderr.on('error', () => process.exit(3))

process.exitCode = await runCommandLine(process.argv.slice(2), version, output)
