// The arrows of the house as a lint rule: who may import whom. One table, read from top to bottom; the first folder that holds a file
// decides. Tests and the folders around them may import anything.
import { isBuiltin } from 'node:module'
import { dirname, relative, resolve, sep } from 'node:path'

/**
 * @typedef {object} Zone
 * @property {string} files what the zone holds, as the start of a path from the root
 * @property {string[]} imports the paths of ours it may import, besides its own files
 * @property {string[]} packages the packages it may import; `node:` stands for Node's built-ins, `*` for every package but electron
 * @property {{ files: RegExp, imports: string[] }} [entries] files of the zone that may import more: the entry points
 */

/** @type {Zone[]} */
export const zones = [
  { files: 'graph-core/yaml/', imports: ['graph-core/'], packages: ['yaml'] },
  { files: 'graph-core/inside/', imports: ['graph-core/'], packages: ['@dagrejs/dagre'] },
  { files: 'graph-core/', imports: [], packages: [] },
  { files: 'kernels/', imports: ['graph-core/symbolic/', 'graph-core/issues/'], packages: [] },
  { files: 'main/contract/', imports: [], packages: ['zod'] },
  {
    files: 'main/services/',
    imports: ['main/contract/', 'graph-core/'],
    packages: ['*', 'node:'],
    entries: { files: /(^|[/.])(worker|process)\.ts$/, imports: ['kernels/'] },
  },
  {
    files: 'main/cli/',
    imports: ['main/contract/', 'main/services/', 'main/web/', 'graph-core/', 'kernels/', 'package.json'],
    packages: ['*', 'node:'],
  },
  {
    files: 'main/web/',
    imports: ['main/contract/', 'main/services/', 'graph-core/'],
    packages: ['*', 'node:'],
    entries: { files: /\/main\.ts$/, imports: ['kernels/'] },
  },
  {
    files: 'main/electron/',
    imports: ['main/contract/', 'main/services/', 'graph-core/', 'assets/locales/'],
    packages: ['*', 'node:', 'electron'],
    entries: { files: /\/main\.ts$/, imports: ['kernels/'] },
  },
  {
    files: 'renderer/',
    imports: ['graph-core/', 'main/contract/', 'assets/'],
    packages: ['*'],
    entries: { files: /^renderer\/(main\.tsx|workers\/[^/]+\.ts)$/, imports: ['kernels/'] },
  },
]

const free = [/\.test\.tsx?$/, /(^|\/)tests\//, /^renderer\/e2e\//, /^(bench|scripts)\//, /^[^/]+$/]

/**
 * Why the file may not import this, or null. Paths are from the root, with forward slashes.
 * @param {string} file
 * @param {string} specifier as written in the import
 * @returns {string | null}
 */
export function forbidden(file, specifier) {
  if (free.some((pattern) => pattern.test(file))) return null
  const zone = zones.find(({ files }) => file.startsWith(files))
  if (!zone) return `${file} is in no folder of the house: add it to scripts/lint/boundaries.mjs`
  if (!/^[./]/.test(specifier)) return packageForbidden(zone, specifier)

  const target = relative('.', resolve(dirname(file), specifier.replace(/\?.*$/, ''))).replaceAll(sep, '/')
  const allowed = [zone.files, ...zone.imports, ...(zone.entries?.files.test(file) ? zone.entries.imports : [])]
  if (allowed.some((path) => `${target}/`.startsWith(path) || target === path)) return null
  return `${zone.files} may not import ${target}; it may import ${[...zone.imports, 'its own files'].join(', ')}`
}

/** @param {Zone} zone @param {string} specifier */
function packageForbidden({ files, packages }, specifier) {
  if (isBuiltin(specifier)) {
    if (!packages.includes('node:')) return `${files} runs without Node: it may not import ${specifier}`
    return specifier.startsWith('node:') ? null : `write node:${specifier}`
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  if (packages.includes(name) || (packages.includes('*') && name !== 'electron')) return null
  return `${files} may not import the package ${name}`
}

/** @type {import('eslint').Rule.RuleModule} */
export const boundaries = {
  meta: { type: 'problem', schema: [], docs: { description: 'imports follow the arrows of the house' } },
  create(context) {
    const file = relative(context.cwd, context.filename).replaceAll(sep, '/')
    /** @param {{ source?: unknown }} node */
    const check = ({ source }) => {
      const literal = /** @type {import('estree').Literal | null | undefined} */ (source)
      if (typeof literal?.value !== 'string') return
      const message = forbidden(file, literal.value)
      if (message) context.report({ node: literal, message })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      /** `import('…').Type` @param {{ source?: unknown }} node */
      TSImportType: check,
    }
  },
}
