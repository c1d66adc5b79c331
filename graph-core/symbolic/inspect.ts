import {
  type AnyModule,
  Buffer,
  type FuseOptions,
  Param,
  moduleOf,
  rebuild,
  type TreeEntry,
  isModule,
  type ModuleInfo,
  makeModule,
} from './module'

/** Identity by which modules are counted. */
export type ModuleId = ModuleInfo

/** Every module once, a parent before its children, as `model.modules()` has them. */
export function modulesOf(root: AnyModule): Set<ModuleId> {
  const seen = new Set<ModuleId>()
  const visit = (module: AnyModule) => {
    const info = moduleOf(module)
    if (seen.has(info)) return
    seen.add(info)
    for (const [, child] of info.children) visit(child)
  }
  visit(root)
  return seen
}

/** Modules without children. */
export function leavesOf(modules: Iterable<ModuleId>): Set<ModuleId> {
  const leaves = new Set<ModuleId>()
  for (const info of modules) {
    if (info.children.length === 0) leaves.add(info)
  }
  return leaves
}

/** Every parameter once. */
export function parametersOf(modules: Iterable<ModuleId>): Set<Param> {
  const params = new Set<Param>()
  for (const info of modules) for (const [, tensor] of info.tensors) if (tensor instanceof Param) params.add(tensor)
  return params
}

/** Number of elements of a shape. */
export const elements = (shape: readonly number[]) => shape.reduce((p, d) => p * d, 1)

/** All entries of `state_dict()` in torch's order; a tensor registered twice appears twice. */
export function* stateDict(root: AnyModule, prefix = ''): Iterable<readonly [name: string, tensor: Param | Buffer]> {
  const info = moduleOf(root)
  for (const [name, tensor] of info.tensors) {
    if (tensor instanceof Param || tensor.persistent) yield [prefix + name, tensor]
  }
  for (const [name, child] of info.children) yield* stateDict(child, `${prefix}${name}.`)
}

/** `copy.deepcopy`: the same modules and tensors under new identities; what is shared inside stays shared. */
export function deepCopy<M extends AnyModule>(root: M, done = new Map<TreeEntry, TreeEntry>()): M {
  const copy = (entry: TreeEntry): TreeEntry => {
    const known = done.get(entry)
    if (known !== undefined) return known
    const made = isModule(entry)
      ? rebuild(
          entry,
          moduleOf(entry).entries.map(([name, child]) => [name, copy(child)] as const),
        )
      : entry instanceof Param
        ? new Param(entry.shape, entry.init, entry.frozen)
        : entry instanceof Buffer
          ? new Buffer(entry.shape, entry.init, entry.dtype, entry.persistent)
          : entry
    done.set(entry, made)
    return made
  }
  return copy(root) as M
}

/** A parameter or buffer by its attribute path: `0.2.bias`. Throws where there is none. */
export function tensorAt(root: AnyModule, path: string): Param | Buffer {
  for (const [name, tensor] of stateDict(root)) if (name === path) return tensor
  throw new Error(`expected a tensor under ${path} of ${moduleOf(root).definition.name}`)
}

/** The module as `model.fuse()` leaves it: the same identities where nothing changed, new ones where something did. */
export function fuse(root: AnyModule, how: FuseOptions, done = new Map<AnyModule, AnyModule>()): AnyModule {
  const known = done.get(root)
  if (known !== undefined) return known
  const fused = fuseOne(root, moduleOf(root), how, done)
  done.set(root, fused)
  return fused
}

function fuseOne(root: AnyModule, info: ModuleInfo, how: FuseOptions, done: Map<AnyModule, AnyModule>): AnyModule {
  const entries = info.entries.map(([name, entry]): readonly [string, TreeEntry] => [
    name,
    isModule(entry) ? fuse(entry, how, done) : entry,
  ])
  const changed = entries.some(([, entry], i) => entry !== info.entries[i]![1])
  const rebuilt = changed ? rebuild(root, entries) : root
  if (info.definition.fuse === undefined) return rebuilt
  return makeModule(info.definition, info.args, info.definition.fuse(moduleOf(rebuilt).tree, info.args, how))
}
