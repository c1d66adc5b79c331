/** A template tag for YAML in tests: takes the common indentation and the first line break away. */
export function yaml(strings: TemplateStringsArray, ...values: readonly unknown[]): string {
  const text = String.raw({ raw: strings }, ...values)
    .replace(/^\r?\n/, '')
    .replace(/\n[ \t]*$/, '\n')
  const indents = text
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => /^ */.exec(line)![0].length)
  const common = Math.min(...indents, Infinity)
  return common === Infinity ? text : text.replace(new RegExp(`^ {${common}}`, 'gm'), '')
}
