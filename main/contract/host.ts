/** Everything the interface and its host say to each other. A new line here, a function in main/services/host.ts: both faces have it. */
import * as z from 'zod'
import { call, event } from './call'

/** A state of a file: differs whenever the contents do. Opaque. */
const version = z.string().max(200)
const path = z
  .string()
  .max(32_768)
  .regex(/^[^\0]+$/)
const time = z.number()

/** An open document's name for the host: made by the interface, kept while the document is open, the same after a restore. */
const document = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

/** The longest text a model file may have; far more than any has. */
export const longestText = 8 * 2 ** 20
const text = z.string().max(longestText)

/** A file the user opened, as it was when it was read or written last. `save` compares the version with the disk. */
export const fileRef = z.object({ path, version })
export type FileRef = z.infer<typeof fileRef>

/** A text file with its contents byte for byte: a byte order mark stays the first character. */
export const openedFile = z.object({ ref: fileRef, name: z.string(), text: z.string(), isReadOnly: z.boolean() })
export type OpenedFile = z.infer<typeof openedFile>

/** An edit of a text: at `at`, `remove` characters (UTF-16 units, as JavaScript counts) make room for `insert`. */
export const splice = z.object({ at: z.int().nonnegative(), remove: z.int().nonnegative(), insert: text })
export type Splice = z.infer<typeof splice>

/** What is known of a document besides its text. `path` and `version` are null for one never saved. */
export const journalHead = z.object({ name: z.string().max(1000), path: path.nullable(), version: version.nullable() })
export type JournalHead = z.infer<typeof journalHead>

/** A document with changes that were never saved. */
export const journalEntry = journalHead.extend({ document, changedAt: time })
export type JournalEntry = z.infer<typeof journalEntry>

/** What people choose, and the interface remembers. A field that is missing has its default. */
export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  language: z.enum(['system', 'en', 'zh-CN']).optional(),
  device: z.string().max(100).optional(),
  shortcuts: z.record(z.string().max(200), z.string().max(200)).optional(),
  /** What the panels are arranged like; only the interface reads it. */
  panels: z.json().optional(),
})
export type Settings = z.infer<typeof settings>

/** Something the user should hear once: settings that could not be read and were set aside. */
export const notice = z.object({ code: z.enum(['settings.set-aside', 'settings.newer']), path })
export type Notice = z.infer<typeof notice>

export const recentFile = z.object({ path, name: z.string(), openedAt: time })
export type RecentFile = z.infer<typeof recentFile>

/** What this host can do. Ask here, never which face it is. */
export const capabilities = z.object({
  version: z.string(),
  platform: z.string(),
  /** Native dialogs for opening and saving: `open` and `saveAs` work without a path. */
  hasDialogs: z.boolean(),
  canShowInFolder: z.boolean(),
  /** The folders files may be opened from and saved to; null when the user may name any. */
  folders: z.array(path).nullable(),
  /** Where bulk bytes are fetched from and put to: this, then the handle. */
  bulkUrl: z.string(),
})
export type Capabilities = z.infer<typeof capabilities>

const nothing = z.object({})

export const host = {
  capabilities: call(nothing, capabilities),

  /** Without a path the host asks with its own dialog; null when the user thinks better of it. */
  'document.open': call(z.object({ path: path.optional() }), openedFile.nullable()),
  /** Refuses with `file.changed` when the file is not what it was, unless `force`. Ends the document's journal when that holds this text. */
  'document.save': call(
    z.object({ document: document.optional(), ref: fileRef, text, force: z.boolean().optional() }),
    z.object({ ref: fileRef, savedAt: time }),
  ),
  /** Refuses with `file.exists` unless `overwrite`. Without a path the host asks, and the dialog has asked about overwriting. */
  'document.saveAs': call(
    z.object({
      document: document.optional(),
      path: path.optional(),
      suggestedName: z.string().max(255).optional(),
      text,
      overwrite: z.boolean().optional(),
    }),
    z.object({ ref: fileRef, name: z.string(), savedAt: time }).nullable(),
  ),
  /** The user closed the document and wants nothing kept: its journal goes, its file is no longer watched. */
  'document.close': call(z.object({ document, path: path.optional() }), nothing),
  /** Tells of changes to the file by others (`document.changedOnDisk`) until it is closed. */
  'document.watch': call(z.object({ ref: fileRef }), nothing),
  'document.changedOnDisk': event(z.object({ path, version: version.nullable() })),

  /** The files and folders in a folder the user may open from; without a path, the folders it starts from. */
  'folder.list': call(
    z.object({ path: path.optional() }),
    z.object({ entries: z.array(z.object({ path, name: z.string(), isFolder: z.boolean() })) }),
  ),

  /** Documents that ended without being saved or closed, of this program or one that died; the newest first. */
  'journal.list': call(nothing, z.object({ entries: z.array(journalEntry) })),
  /** Goes on from `revision`: the next change may name it as its base. */
  'journal.restore': call(z.object({ document }), journalEntry.extend({ text: z.string(), revision: z.int() })),
  'journal.discard': call(z.object({ document }), nothing),
  /**
   * Keeps a change; answered once it is on the disk. `splices` lead from the text of `base` to that of `revision`; when the host does not have
   * that one, `kept` is false and the whole text must be sent.
   */
  'journal.record': call(
    z.object({
      document,
      head: journalHead,
      revision: z.int().nonnegative(),
      change: z.union([z.object({ text }), z.object({ base: z.int().nonnegative(), splices: z.array(splice).max(10_000) })]),
    }),
    z.object({ kept: z.boolean() }),
  ),

  'settings.get': call(nothing, z.object({ settings, notices: z.array(notice) })),
  /** Changes the named fields and leaves the others alone. */
  'settings.set': call(z.object({ settings }), z.object({ settings })),
  'settings.changed': event(z.object({ settings })),

  'recent.list': call(nothing, z.object({ files: z.array(recentFile) })),
  'recent.clear': call(nothing, nothing),

  /** A handle to put bytes to, once: an image or a checkpoint from the user's own machine. */
  'bulk.receive': call(z.object({ name: z.string().max(255), size: z.number().nonnegative() }), z.object({ handle: z.string() })),
  'bulk.discard': call(z.object({ handle: z.string().max(100) }), nothing),
} as const

export type Host = typeof host
