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

/** A document that is open: where its file is, or which template it was made of. */
export const openTab = z.object({
  /** null: a checkpoint. */
  document: document.nullable(),
  name: z.string().max(1000),
  path: path.nullable(),
  template: z.string().max(200).nullable(),
  /** The template that the model is compared with, by its id, and the name it has; missing: an earlier state, or a model that is no template. */
  comparedTo: z.object({ template: z.string().max(200), name: z.string().max(1000) }).optional(),
})
export type OpenTab = z.infer<typeof openTab>

/** The open models and checkpoints in their order; `active` counts in them, null is the start page. */
export const openTabs = z.object({ open: z.array(openTab).max(100), active: z.int().nonnegative().nullable() })
export type OpenTabs = z.infer<typeof openTabs>

/** What people choose, and the interface remembers. A field that is missing has its default. */
export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  language: z.enum(['system', 'en', 'zh-CN']).optional(),
  device: z.string().max(100).optional(),
  /** The most memory that running models may take, in MB; 0: a part of what the machine has. */
  inferenceMemory: z
    .union([
      z.literal(0),
      z
        .int()
        .min(512)
        .max(2 ** 22),
    ])
    .optional(),
  /** Keys by action, where they are not the usual ones; empty: none. */
  shortcuts: z.record(z.string().max(200), z.string().max(200)).optional(),
  /** Of a model whose file names none. */
  target: z.string().max(100).optional(),
  /** Of a model that has it, where its file names none. */
  scale: z.string().max(100).optional(),
  /** The side of the square image a model is looked at with when it is opened. */
  imgsz: z.int().min(32).max(8192).optional(),
  /** When links say their shape. */
  edgeLabels: z.enum(['hover', 'always']).optional(),
  /** What the bar of a card is its row's share of. */
  cardBar: z.enum(['params', 'gflops', 'latency']).optional(),
  /** Whether the canvas has a small picture of the whole model in its corner. */
  minimap: z.boolean().optional(),
  /** Columns that the layer table does without. */
  hiddenColumns: z.array(z.string().max(40)).max(40).optional(),
  motion: z.enum(['system', 'reduced', 'full']).optional(),
  /** What was done last from the command palette, the newest first. */
  recentCommands: z.array(z.string().max(1000)).max(20).optional(),
  /** Blocks that were put into a model last, the newest first, and those that are kept at hand. */
  recentBlocks: z.array(z.string().max(200)).max(8).optional(),
  favouriteBlocks: z.array(z.string().max(200)).max(200).optional(),
  /** Whether the documents that were open are opened again at the next start. */
  reopenTabs: z.boolean().optional(),
  tabs: openTabs.optional(),
  /** What the panels are arranged like; only the interface reads it. */
  panels: z.json().optional(),
})
export type Settings = z.infer<typeof settings>

/** Something the user should hear once: settings that could not be read and were set aside. */
export const notice = z.object({ code: z.enum(['settings.set-aside', 'settings.newer']), path })
export type Notice = z.infer<typeof notice>

export const recentFile = z.object({ path, name: z.string(), openedAt: time })
export type RecentFile = z.infer<typeof recentFile>

/** Something of the user's, to be read: a file by its path, or bytes that were put to a handle of `bulk.receive`. */
export const userFile = z.union([z.object({ path }), z.object({ handle: z.string().max(100) })])
export type UserFile = z.infer<typeof userFile>

/** A model as the interface has it, saved or not. What is missing is read off the text, as the library would. */
export const modelSource = z.object({
  /** Of its file, such as `yolov8n.yaml`; the library reads a scale off it. */
  name: z.string().max(255),
  text,
  target: z.string().max(100).optional(),
  scale: z.string().max(100).optional(),
  /** [height, width] in pixels. */
  imgsz: z.tuple([z.int().min(1).max(65_536), z.int().min(1).max(65_536)]),
})
export type ModelSource = z.infer<typeof modelSource>

/** Starting values under a seed, or a checkpoint. */
export const weightSource = z.union([
  z.object({
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1),
  }),
  userFile,
])
export type WeightSource = z.infer<typeof weightSource>

/** A coded finding about the user's model or weights; the interface's own table knows the codes. */
export const finding = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  cure: z.string(),
  where: z.object({
    row: z.int().optional(),
    arg: z.union([z.string(), z.int()]).optional(),
    edge: z.int().optional(),
    range: z.tuple([z.int(), z.int(), z.int(), z.int()]).readonly().optional(),
  }),
})
export type Finding = z.infer<typeof finding>

/** How a model leaves Graft. What belongs to ONNX alone is left out for the others. */
export const exportFormat = z.enum(['yaml', 'onnx', 'python', 'md', 'csv'])
export type ExportFormat = z.infer<typeof exportFormat>
export const onnxChoices = z.object({
  opset: z.int().min(1).max(100).optional(),
  /** Free batch, height and width. */
  dynamic: z.boolean().optional(),
  /** BatchNorm folded into the convolutions before it. */
  fold: z.boolean().optional(),
  /** Weights and network in half precision. */
  half: z.boolean().optional(),
  /** NMS in the graph. */
  nms: z.boolean().optional(),
  weights: weightSource.optional(),
})
export type OnnxChoices = z.infer<typeof onnxChoices>

/** A place to write to: a path, the host's own dialog, or no place of the user's at all: the result is fetched as bulk. */
export const destination = z.union([
  z.object({ path, overwrite: z.boolean().optional() }),
  z.object({ ask: z.literal(true), suggestedName: z.string().max(255) }),
  z.object({ download: z.literal(true), name: z.string().max(255) }),
])
export type Destination = z.infer<typeof destination>

/** Where onnxruntime can run a model: what trying it out found. */
export const device = z.object({
  id: z.enum(['cuda', 'dml', 'coreml', 'webgpu', 'cpu']),
  /** For people: `WebGPU`, `CPU`. */
  name: z.string(),
  /** Null when a tiny model ran on it; else why not, in a sentence. */
  refusal: z.string().nullable(),
  /** Whether nothing that is installed would bring it here: nobody misses it. */
  isForeign: z.boolean(),
})
export type Device = z.infer<typeof device>
export const deviceChoice = z.union([z.literal('auto'), device.shape.id])
export type DeviceChoice = z.infer<typeof deviceChoice>
/** The device that was used, and why a better one was not; null when it was the first choice. */
const usedDevice = z.object({ id: device.shape.id, name: z.string(), reason: z.string().nullable() })

/** An image of the user's, or a photograph that comes with Graft. */
const imageSource = z.union([userFile, z.object({ sample: z.string().max(100) })])

/** What a model says of an image: boxes, boxes with outlines, with keypoints, turned boxes, or classes of the whole image. */
export const task = z.enum(['detect', 'segment', 'pose', 'obb', 'classify'])
export type Task = z.infer<typeof task>

/** [x, y] in pixels of the image. */
const pixel = z.tuple([z.number(), z.number()])

/** Something found in an image. All places are in pixels of the image as people see it, EXIF orientation applied. */
export const detection = z.object({
  /** [x1, y1, x2, y2]; of a turned box what encloses it, which may reach beyond the image. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  score: z.number(),
  class: z.int(),
  /** Keypoints in the order of the model's `kpt_shape`, each with how visible it is, 0 to 1, where the model says so. */
  points: z.array(z.union([pixel, z.tuple([z.number(), z.number(), z.number()])])).optional(),
  /** [cx, cy, w, h, radians], the angle in [0, π/2), growing clockwise as it is seen. */
  turned: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]).optional(),
  /** Closed rings, outer ones and holes: inside is what an odd number of them surrounds. */
  outline: z.array(z.array(pixel)).optional(),
})
export type Detection = z.infer<typeof detection>

/** How sure a model is that the whole image belongs to a class. */
export const classScore = z.object({ class: z.int(), score: z.number() })
export type ClassScore = z.infer<typeof classScore>

/** What select does with the network's candidates: those above `conf` that no better box of their class overlaps by `iou`. */
const thresholds = { conf: z.number().min(0).max(1), iou: z.number().min(0).max(1) }

/** What a run found, and where it ran. */
export const previewResult = z.object({
  /** Names the run for `preview.select`, until the next run of this window. */
  run: z.string(),
  device: usedDevice,
  /** The image upright, to be fetched as bulk; width and height are the original's, in pixels. */
  picture: z.object({ handle: z.string(), width: z.int(), height: z.int() }),
  /** By class index. */
  names: z.array(z.string()),
  task,
  /** The best first; none where the task is to classify. */
  detections: z.array(detection),
  /** The five best classes of the whole image, the best first; only where the task is to classify. */
  classes: z.array(classScore).optional(),
  /** The highest score of any candidate; null when there is none. */
  highest: z.number().nullable(),
  /** Milliseconds. */
  times: z.object({ decode: z.number(), build: z.number(), network: z.number(), select: z.number() }),
})
export type PreviewResult = z.infer<typeof previewResult>

/** Numbers of finite values; null where there are none. */
const statistics = z.object({
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  deviation: z.number().nullable(),
  /** Exact zeros, and values that are not finite. */
  zeros: z.int(),
  unusual: z.int(),
  /** How many values there are. */
  count: z.int(),
})

/** A tensor of a row, seen as channels of maps. Bytes stand in the file that `handle` names. */
export const featureMap = z.object({
  /** What the row gives, or the weights with which it weighs something. */
  kind: z.enum(['output', 'weights']),
  /** Module in the row that weighs, such as `m.0.attn`; empty for the row's own. */
  place: z.string(),
  /** As PyTorch has it. */
  shape: z.array(z.int()),
  /** How it is looked at. */
  channels: z.int(),
  height: z.int(),
  width: z.int(),
  statistics,
  /** Counts of values in equal parts of [min, max]. */
  histogram: z.array(z.int()),
  /** By channel. */
  min: z.array(z.number()),
  max: z.array(z.number()),
  mean: z.array(z.number()),
  variance: z.array(z.number()),
  /** Channels that say nothing, and those that lie at a bound nearly everywhere. */
  dead: z.array(z.int()),
  saturated: z.array(z.int()),
  /** Every channel as bytes from its least to its largest value, made smaller to this; null where a channel is one number. */
  tiles: z.object({ at: z.int(), width: z.int(), height: z.int() }).nullable(),
  /** Mean and largest magnitude over channels, as bytes of [from, to]; null where channels are no maps of the image. */
  heats: z.array(z.object({ kind: z.enum(['mean', 'max']), at: z.int(), from: z.number(), to: z.number() })).nullable(),
})
export type FeatureMap = z.infer<typeof featureMap>

const size = z.tuple([z.number(), z.number()])

/** What a row gives on an image, and the weights that it applies. */
export const features = z.object({
  row: z.int(),
  maps: z.array(featureMap),
  /** Weights that are not shown: there are too many. */
  leftOut: z.int(),
  /** The file with the bytes. */
  handle: z.string(),
  /** The image upright; width and height are the original's. */
  picture: z.object({ handle: z.string(), width: z.int(), height: z.int() }),
  /** Where the image lies on the network's canvas, [height, width] each. */
  place: z.object({ fit: z.enum(['pad', 'stretch', 'crop']), scaled: size, offset: size, canvas: size }),
})
export type Features = z.infer<typeof features>

/** Milliseconds of several runs. */
const timing = z.object({ median: z.number(), p95: z.number() })
export type Timing = z.infer<typeof timing>

/** How long a model takes on a device, row by row. */
export const latency = z.object({
  device: usedDevice,
  /** By onnxruntime's profiler, or by cutting the graph behind rows and taking differences. */
  how: z.enum(['profiler', 'cuts']),
  /** Threads that computed; null where that cannot be told. */
  threads: z.int().nullable(),
  runs: z.int(),
  imgsz: z.tuple([z.int(), z.int()]),
  /** Rows from `from` to `to`; more than one where they were measured together. */
  rows: z.array(z.object({ from: z.int(), to: z.int(), ms: z.number() })),
  /** What the network takes beside its rows: together they are its median. */
  other: z.number(),
  stages: z.object({ decode: timing, transfer: timing, preprocess: timing, network: timing, select: timing }),
  /** From the file to what was found. */
  total: timing,
})
export type Latency = z.infer<typeof latency>

/** What this host can do. Ask here, never which face it is. */
export const capabilities = z.object({
  version: z.string(),
  platform: z.string(),
  /** Native dialogs for opening and saving: `open` and `saveAs` work without a path. */
  hasDialogs: z.boolean(),
  canShowInFolder: z.boolean(),
  /** The folders files may be opened from and saved to; null when the user may name any. */
  folders: z.array(path).nullable(),
  /** Files to open when the window starts: those Graft was started with. */
  startFiles: z.array(path),
  /** Where bulk bytes are fetched from and put to: this, then the handle. */
  bulkUrl: z.string(),
})
export type Capabilities = z.infer<typeof capabilities>

/** What the desktop app's menu asks of the window; the names are those of the interface's own actions. */
export const appCommand = z.enum(['new', 'open', 'save', 'saveAs', 'saveAll', 'export', 'closeTab', 'undo', 'redo', 'settings'])
export type AppCommand = z.infer<typeof appCommand>

const nothing = z.object({})

export const host = {
  capabilities: call(nothing, capabilities),

  /** Chosen in the menu. */
  'app.command': event(z.object({ command: appCommand })),
  /** The system, the menu or a second start of Graft asks to open these. */
  'app.openFiles': event(z.object({ paths: z.array(path) })),

  'document.open': call(z.object({ path }), openedFile),
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

  /** Asks with the host's own dialog; null when the user thinks better of it. `openable`: a model file or a checkpoint, `model`: a model file alone. */
  'file.choose': call(
    z.object({ what: z.enum(['openable', 'model', 'weights', 'image', 'folder']) }),
    z.object({ path, name: z.string() }).nullable(),
  ),
  /** Shows a file that the host wrote or opened in the system's file manager. */
  'file.showInFolder': call(z.object({ path }), nothing),

  /**
   * Writes a model in another form; reports bytes as progress. Null when the user gave the dialog up. No file where an issue is an error. A file
   * has a path, or the handle to fetch it with.
   */
  'export.write': call(
    z.object({ model: modelSource, format: exportFormat, onnx: onnxChoices.optional(), to: destination }),
    z
      .object({
        files: z.array(z.object({ name: z.string(), path: path.nullable(), handle: z.string().nullable(), bytes: z.number() })),
        issues: z.array(finding),
      })
      .nullable(),
  ),

  /**
   * Opens a checkpoint to look at, until it is closed or the window is. Nothing that the file says is executed, and no values are read. `meta` is what it
   * says of itself, such as `epoch`, `names` and `yaml`, the model's own text. `isRecent`: it is listed among the files opened last.
   */
  'checkpoint.open': call(
    z.object({ file: userFile, isRecent: z.boolean().optional() }),
    z.object({
      checkpoint: z.string(),
      format: z.enum(['pt', 'pt-legacy', 'safetensors', 'onnx']),
      meta: z.record(z.string(), z.json()),
      tensors: z.int(),
      /** Of all tensors. */
      values: z.number(),
      bytes: z.number(),
    }),
  ),
  /** A part of the table, in the file's order. */
  'checkpoint.tensors': call(
    z.object({ checkpoint: z.string().max(100), from: z.int().nonnegative(), count: z.int().min(1).max(1000) }),
    z.object({ tensors: z.array(z.object({ name: z.string(), dtype: z.string(), shape: z.array(z.number()), bytes: z.number() })) }),
  ),
  /** A tensor's values at a glance; null where there are no finite ones. */
  'checkpoint.statistics': call(
    z.object({ checkpoint: z.string().max(100), name: z.string() }),
    z.object({
      /** Of the values as little-endian float32, row by row. */
      sha256: z.string().nullable(),
      min: z.number().nullable(),
      max: z.number().nullable(),
      mean: z.number().nullable(),
      deviation: z.number().nullable(),
      zeros: z.int(),
      nans: z.int(),
      infinities: z.int(),
      /** How many finite values lie in each of equal parts from `min` to `max`; none where these are null. */
      histogram: z.array(z.int()).readonly(),
    }),
  ),
  'checkpoint.close': call(z.object({ checkpoint: z.string().max(100) }), nothing),

  /**
   * Every device, the preferred first; they are tried out once, and those of `again` another time, by a process that is started for it: a driver that was
   * installed since is found.
   */
  'devices.list': call(z.object({ again: z.array(device.shape.id).optional() }), z.object({ devices: z.array(device) })),
  /** The images of a folder, or those beside an image, in the order people count; `isCut` where there are more. */
  'preview.sources': call(z.object({ path }), z.object({ images: z.array(z.object({ path, name: z.string() })), isCut: z.boolean() })),
  /**
   * Builds and loads a model for an image in the background, so that running it need not; reports steps as progress. Runs go first. `device` is null
   * where an issue is an error.
   */
  'preview.prepare': call(
    z.object({ model: modelSource, weights: weightSource, image: imageSource, device: deviceChoice }),
    z.object({ device: usedDevice.nullable(), issues: z.array(finding) }),
  ),
  /** Runs a model on an image. `result` is null where an issue is an error. */
  'preview.run': call(
    z.object({
      model: modelSource,
      weights: weightSource,
      image: imageSource,
      device: deviceChoice,
      ...thresholds,
    }),
    z.object({ result: previewResult.nullable(), issues: z.array(finding) }),
  ),
  /** Selects again among the candidates of a run, without running the network. `best` gives the highest-scored ones instead, whatever their score. */
  'preview.select': call(
    z.object({ run: z.string().max(100), ...thresholds, best: z.int().min(1).max(300).optional() }),
    z.object({ detections: z.array(detection) }),
  ),
  /** What a row gives on an image. `result` is null where an issue is an error. The files are there until this window asks again. */
  'preview.features': call(
    z.object({ model: modelSource, weights: weightSource, image: imageSource, row: z.int().nonnegative() }),
    z.object({ result: features.nullable(), issues: z.array(finding) }),
  ),
  /** Measures a model on a device; reports runs or cuts as progress. `latency` is null where an issue is an error. */
  'preview.latency': call(
    z.object({
      model: modelSource,
      weights: weightSource,
      image: imageSource,
      device: deviceChoice,
      runs: z.int().min(1).max(1000),
    }),
    z.object({ latency: latency.nullable(), issues: z.array(finding) }),
  ),
  /** Draws what was found on its image, as large as that is, and writes it. Null when the user gave the dialog up; the file has a path, or a handle. */
  'preview.draw': call(
    z.object({
      image: imageSource,
      detections: z.array(detection),
      classes: z.array(classScore).optional(),
      names: z.array(z.string()),
      form: z.enum(['png', 'jpeg']),
      to: destination,
    }),
    z.object({ name: z.string(), path: path.nullable(), handle: z.string().nullable() }).nullable(),
  ),
  /** The process that runs models died and was started again; the app lost nothing. */
  'preview.restarted': event(z.object({ reason: z.string() })),

  'settings.get': call(nothing, z.object({ settings, notices: z.array(notice) })),
  /** Changes the named fields and leaves the others alone. */
  'settings.set': call(z.object({ settings }), z.object({ settings })),
  'settings.changed': event(z.object({ settings })),

  /** The newest first; `isMissing` where there is no such file now. */
  'recent.list': call(nothing, z.object({ files: z.array(recentFile.extend({ isMissing: z.boolean() })) })),
  'recent.remove': call(z.object({ path }), nothing),
  'recent.clear': call(nothing, nothing),

  /** A handle to put bytes to, once: an image or a checkpoint from the user's own machine. */
  'bulk.receive': call(z.object({ name: z.string().max(255), size: z.number().nonnegative() }), z.object({ handle: z.string() })),
  'bulk.discard': call(z.object({ handle: z.string().max(100) }), nothing),
} as const

export type Host = typeof host
