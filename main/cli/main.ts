import { version } from '../../package.json'

/** Runs one command line and returns its exit status. */
export function runCommand(args: readonly string[]): number {
  if (args.length === 1 && args[0] === '--version') {
    console.log(version)
    return 0
  }
  console.error('usage: graft --version')
  return 2
}

process.exitCode = runCommand(process.argv.slice(2))
