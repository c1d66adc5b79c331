import type { ModelProto } from '../model'

/** A model's nodes as text, one a line: name, what it reads, what it writes. Outputs are named after their nodes where they are left out. */
export function nodeList({ graph }: ModelProto): string {
  const short = (name: string) => name.replace(/_output_0$/, '')
  return graph.nodes
    .map(({ name, inputs, outputs }) => {
      const written = outputs.filter((o) => !o.startsWith(`${name}_output_`))
      return `${name}(${inputs.map(short).join(', ')})${written.length === 0 ? '' : ` -> ${written.join(', ')}`}`
    })
    .join('\n')
}
