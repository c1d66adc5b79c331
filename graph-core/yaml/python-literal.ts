export function pythonLiteral(text: string): { ok: true; value: unknown } | { ok: false; reason: 'value' | 'syntax' } {
  if (text === 'None') return { ok: true, value: null }
  if (text === 'True' || text === 'False') return { ok: true, value: text === 'True' }
  return { ok: false, reason: 'value' }
}
