import { type Dialect, dialects } from '../../../graph-core/dialects'
import { type ArgRoles, type ArgValue, isModule, printArg } from '../../../graph-core/symbolic'
import { builtin } from '../../../kernels'
import { type Command, UsageError } from '../command'
import { readTarget, targetOption } from '../model-options'

const describeArgs = (roles: ArgRoles) =>
  Object.entries(roles).map(([name, role]) => ({
    name,
    kind: role.kind,
    ...('default' in role ? { default: isModule(role.default) ? 'module' : (role.default as ArgValue) } : {}),
    ...(role.choices === undefined ? {} : { choices: role.choices }),
  }))

/** Every block and layer in the form a target has, as plain data. */
export function describeBlocks({ target }: Dialect) {
  const blocks = builtin.blocks.map((b) => {
    const { name, library, args, about } = b.forTarget(target)
    return {
      name,
      library,
      args: describeArgs(args),
      aliases: b.aliases,
      source: about?.source ?? null,
      category: about?.category ?? null,
      summary: about?.summary ?? null,
      advice: about?.advice ?? null,
      cost: about?.cost ?? null,
      demands: about?.demands ?? null,
      sizeFree: about?.sizeFree ?? null,
      form: about?.form ?? null,
    }
  })
  const layers = builtin.layers.map(({ definition: d }) => ({
    name: `nn.${d.name}`,
    library: d.library,
    args: describeArgs(d.args),
    aliases: [`torch.nn.${d.name}`],
    source: `https://pytorch.org/docs/stable/generated/torch.nn.${d.name}.html`,
    category: 'torch.nn',
    summary: null,
    advice: null,
    cost: null,
    demands: null,
    sizeFree: null,
    form: null,
  }))
  return [...blocks, ...layers]
}

export const blocks: Command = {
  name: 'blocks',
  takes: '',
  summary: 'Every block with its library, arguments and defaults.',
  options: { ...targetOption, json: { type: 'boolean', about: 'everything, for scripts' } },
  examples: ['blocks', 'blocks --json'],
  run(positional, options, output) {
    if (positional.length > 0) throw new UsageError(`nothing more is expected, got ${positional[0]}`)
    const all = describeBlocks(readTarget(options) ?? dialects[0]!)
    if (options['json'] === true) output.out(JSON.stringify(all, null, 2))
    else {
      const signature = (args: readonly { name: string; default?: unknown }[]) =>
        args.map((a) => ('default' in a ? `${a.name}=${printArg(a.default as ArgValue)}` : a.name)).join(', ')
      for (const b of all) output.out(`${b.library.padEnd(11)}  ${b.name}(${signature(b.args)})`)
    }
    return Promise.resolve(0)
  },
}
