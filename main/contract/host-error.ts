/** What goes wrong outside of us: files, devices, disks. Every code has a cure in one table. */
export const hostErrors = {
  'model.missing': 'Check the path; `graft info yolov8n.yaml` opens a built-in template.',
  'file.missing': 'Check the path.',
  'file.not-a-file': 'Name a file, not a folder or a device.',
  'file.unreadable': 'Allow reading the file, or copy it to a place you may read.',
  'file.too-large': 'Open a model file: a YAML of some kilobytes.',
  'file.not-text': 'Open a YAML saved as UTF-8 text.',
  'file.failed': 'Try again, or use another disk.',
  'folder.missing': 'Create the folder first, or write to another one.',
  'file.unwritable': 'Choose a place you may write to.',
  'file.disk-full': 'Free some space, or write to another disk.',
  'weights.unreadable': 'Give a .pt, .pth, .safetensors or .onnx file as PyTorch tools write it.',
  'weights.unsafe': 'Nothing of it was run. Ask its maker for a .safetensors file, and do not open this one in PyTorch.',
  'weights.too-large': 'Save the weights alone again: torch.save(model.state_dict(), "weights.pt").',
  'weights.unsupported': 'Load it in PyTorch, and save the weights alone: torch.save(model.state_dict(), "weights.pt").',
  'checkpoint.missing': 'Open the checkpoint again.',
  'onnx.unreadable': 'Give an ONNX file of a detection model, as Graft or Ultralytics export it.',
  'image.unreadable': 'Choose a JPEG, PNG, WebP, BMP, TIFF, GIF or AVIF image, or save it again as one of these.',
  'image.too-large': 'Make a smaller copy of the image; 150 megapixels are the most.',
  'preview.missing': 'Run the preview again.',
  'inference.unavailable': 'Install Graft again; in a checkout, run `npm ci` and `npm run build`.',
  'inference.crashed': 'Run again; if it happens again, choose another device or a smaller image size.',
  'inference.out-of-memory': 'Choose a smaller image size or a smaller scale, or let models take more memory in the settings.',
  'inference.failed': 'Choose another device, or a smaller image size.',
  'latency.unavailable': 'Measure on the CPU.',
  'file.changed': 'Reload the file to take the other version, save yours under another name, or overwrite it.',
  'file.exists': 'Choose another name, or overwrite the file.',
  'file.not-allowed': 'Start `graft serve` with the folder the file lies in.',
  'journal.missing': 'Open the file itself; it holds what was saved last.',
  'bulk.missing': 'Send or ask for the file again.',
  'bulk.too-large': 'Choose a smaller file, or open it by its path.',
  'call.unknown': 'Reload the page: it is from another version of Graft than the program behind it.',
  'call.invalid': 'Reload the page; if it happens again, tell us what you did.',
  'host.unable': 'Name the path yourself.',
  'app.not-built': 'Run `npm run build`; where Graft was installed, install it again.',
  'port.taken': 'Choose another with `--port`, or end the other program.',
  'host.disconnected': 'Start Graft again, or wait until it is connected; what you wrote is kept.',
  'host.failed': 'Try again; if it happens again, tell us what you did.',
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

/** What a system call's error means to a user who wanted to read or write `path`; an error that is none of the system's is given back. */
export function fromSystemError(error: unknown, path: string, action: 'read' | 'write' = 'read'): unknown {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown }
  const writes = action === 'write'
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return writes
        ? new HostError('folder.missing', `${path} cannot be written: there is no folder ${folderOf(path)}.`)
        : new HostError('file.missing', `There is no file ${path}.`)
    case 'EISDIR':
      return new HostError('file.not-a-file', `${path} is a folder.`)
    case 'EACCES':
    case 'EPERM':
      return writes
        ? new HostError('file.unwritable', `${path} may not be written.`)
        : new HostError('file.unreadable', `${path} may not be opened.`)
    case 'EROFS':
      return new HostError('file.unwritable', `${path} is on a read-only disk.`)
    case 'ENOSPC':
    case 'EDQUOT':
      return new HostError('file.disk-full', `The disk is full; ${path} was not written.`)
    default:
      return typeof code === 'string' && typeof syscall === 'string'
        ? new HostError('file.failed', `${path} could not be ${writes ? 'written' : 'read'} (${code}).`)
        : error
  }
}

const folderOf = (path: string) => /^(.*)[\\/]/.exec(path)?.[1] ?? '.'
