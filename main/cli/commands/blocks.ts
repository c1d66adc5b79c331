import { dialectOf, dialects } from '../../../graph-core/dialects'
import { type ArgRoles, type ArgValue, isModule, printArg } from '../../../graph-core/symbolic'
import { builtin } from '../../../kernels'
import { type Command, UsageError } from '../command'

const describeArgs = (roles: ArgRoles) =>
  Object.entries(roles).map(([name, role]) => ({
    name,
    kind: role.kind,
    ...('default' in role ? { default: isModule(role.default) ? 'module' : (role.default as ArgValue) } : {}),
    ...(role.choices === undefined ? {} : { choices: role.choices }),
  }))

/** Every block and layer in the form a target has, as plain data. */
export function describeBlocks(targetId: string) {
  const { target } = dialectOf(targetId)!
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
  }))
  return [...blocks, ...layers]
}

export const blocks: Command = {
  name: 'blocks',
  usage: 'blocks [--target T] [--json]',
  summary: 'Every block with its library, arguments and defaults.',
  options: { target: { type: 'string' }, json: { type: 'boolean' } },
  run(positional, options, output) {
    if (positional.length > 0) throw new UsageError(`nothing more is expected, got ${positional[0]}`)
    const target = (options['target'] as string | undefined) ?? dialects[0]!.target.id
    if (dialectOf(target) === undefined) throw new UsageError(`there is no target ${target}`)
    const all = describeBlocks(target)
    if (options['json'] === true) output.out(JSON.stringify(all, null, 2))
    else {
      const signature = (args: readonly { name: string; default?: unknown }[]) =>
        args.map((a) => ('default' in a ? `${a.name}=${printArg(a.default as ArgValue)}` : a.name)).join(', ')
      for (const b of all) output.out(`${b.library.padEnd(11)}  ${b.name}(${signature(b.args)})`)
    }
    return Promise.resolve(0)
  },
}
