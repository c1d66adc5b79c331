import type { Target } from './conventions'
import type { AnyModule } from './module'

/** What a model gives to all its blocks while they are built. */
export interface EnvValues {
  /** The default activation: ONE object a model, shared by every Conv that does not bring its own. */
  readonly act: AnyModule
  readonly nc: number
  /** Detect's class branch of two plain 3×3 convolutions, until a block that ends it occurs. */
  readonly legacy: boolean
  /** Letter of the scale, '' where the file has none. */
  readonly scale: string
  readonly regMax: number
  readonly end2end: boolean
  /** Rows a head keeps after sorting by score. */
  readonly maxDet: number
}

/** The environment of one block under construction. Reads are recorded: they are part of what its result depends on. */
export class Env implements EnvValues {
  readonly reads = new Set<keyof EnvValues>()

  constructor(
    readonly target: Target,
    private readonly values: EnvValues,
    /** Called for every block that is built; may throw where they are too many. */
    readonly onBlock: () => void = () => undefined,
  ) {}

  get act() {
    return this.read('act')
  }
  get nc() {
    return this.read('nc')
  }
  get legacy() {
    return this.read('legacy')
  }
  get scale() {
    return this.read('scale')
  }
  get regMax() {
    return this.read('regMax')
  }
  get end2end() {
    return this.read('end2end')
  }
  get maxDet() {
    return this.read('maxDet')
  }

  private read<K extends keyof EnvValues>(key: K): EnvValues[K] {
    this.reads.add(key)
    return this.values[key]
  }
}
