/** A model's text and the path it is known by; undefined for one that has no name yet. */
export interface ModelFile {
  readonly path: string | undefined
  readonly text: string
}

/** Where a model is saved to: the file it came from, unless another program wrote it; that file whatever it holds; another of the user's choice. */
export type SavePlace = 'same' | 'overwrite' | 'another'

/** What a session asks of the world outside. */
export interface Host {
  /** Writes the file, asking for a path where it has none; undefined where the user gave up, or it could not be and the user was told. */
  save(file: ModelFile, place: SavePlace): Promise<{ readonly path: string } | undefined>
}
