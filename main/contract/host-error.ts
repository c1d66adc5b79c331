/** What goes wrong outside of us: files, devices, disks. Every code has a cure in one table. */
export const hostErrors = {
  'file.missing': 'Check the path; `graft info yolov8n.yaml` opens a built-in template.',
  'file.not-a-file': 'Name a file, not a folder or a device.',
  'file.unreadable': 'Allow reading the file, or copy it to a place you may read.',
  'file.too-large': 'Open a model file: a YAML of some kilobytes.',
  'file.not-text': 'Open a YAML saved as UTF-8 text.',
  'file.unwritable': 'Choose a place you may write to.',
  'file.disk-full': 'Free some space, or write to another disk.',
  'weights.unreadable': 'Give a .safetensors file as PyTorch tools write it.',
} as const

export type HostErrorCode = keyof typeof hostErrors

/** An error of the outside world, told to the user with its cure. */
export class HostError extends Error {
  constructor(
    readonly code: HostErrorCode,
    message: string,
  ) {
    super(message)
    this.name = 'HostError'
  }

  get cure(): string {
    return hostErrors[this.code]
  }
}

/** What a system call's error means to a user; an error that is none of the system's is given back. */
export function fromSystemError(error: unknown, path: string): unknown {
  switch ((error as { code?: unknown } | null)?.code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return new HostError('file.missing', `There is no file ${path}.`)
    case 'EISDIR':
      return new HostError('file.not-a-file', `${path} is a folder.`)
    case 'EACCES':
    case 'EPERM':
      return new HostError('file.unreadable', `${path} may not be opened.`)
    case 'EROFS':
      return new HostError('file.unwritable', `${path} is on a read-only disk.`)
    case 'ENOSPC':
    case 'EDQUOT':
      return new HostError('file.disk-full', `The disk is full; ${path} was not written.`)
    default:
      return error
  }
}
