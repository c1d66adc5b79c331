import type { IssueKind } from './issue'

/** Every issue code with its severity, title and cure: the one table. A new code is a new row. */
export const issueKinds = {
  'yaml.syntax': { severity: 'error', title: 'Not YAML', cure: 'Correct the YAML at the marked place.' },
} as const satisfies Record<string, IssueKind>
