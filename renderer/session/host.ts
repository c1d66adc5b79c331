/** A model's text and the path it is known by; undefined for one that has no file yet. */
export interface ModelFile {
  readonly path: string | undefined
  readonly text: string
}

/** What a session asks of the world outside. Rejections are told to the user with their message. */
export interface Host {
  /** Writes the file, asking for a path where it has none; undefined where the user gave up. */
  save(file: ModelFile): Promise<{ readonly path: string } | undefined>
}
