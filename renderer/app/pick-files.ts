interface Picking {
  /** Endings of the files that are shown; all files where they are left out. */
  readonly accept?: string
  /** `folder`: all files of one folder, not those of folders within. */
  readonly what: 'file' | 'files' | 'folder'
}

/** Asks for files with the browser's own dialog; none where the user thinks better of it. */
export function pickFiles({ accept = '', what }: Picking): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.multiple = what !== 'file'
    input.webkitdirectory = what === 'folder'
    const isOwn = ({ webkitRelativePath }: File) => webkitRelativePath.split('/').length <= 2
    input.onchange = () => resolve([...(input.files ?? [])].filter(isOwn))
    input.oncancel = () => resolve([])
    input.click()
  })
}
