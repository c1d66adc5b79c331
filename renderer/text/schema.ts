/** The keys of a model file and the shape of its rows, for completion and hover. What is wrong with a file is not said here: issues say it. */
import type { TFunction } from 'i18next'
import type { JSONSchema } from 'monaco-yaml'
import { dialects } from '../../graph-core/dialects'

/** The schema of a file, explained in the language of the interface. */
export function modelSchema(t: TFunction): JSONSchema {
  const key = (description: string, schema: JSONSchema): JSONSchema => ({ ...schema, description })
  const number = { type: 'number' }
  const rows: JSONSchema = {
    type: 'array',
    items: {
      type: 'array',
      items: [
        { type: ['integer', 'array'], description: t('text.cell.from') },
        { type: 'integer', description: t('text.cell.repeats') },
        { type: 'string', description: t('text.cell.module') },
        { type: 'array', description: t('text.cell.args') },
      ],
    },
  }
  return {
    type: 'object',
    properties: {
      nc: key(t('text.key.nc'), { type: 'integer' }),
      ch: key(t('text.key.ch'), { type: 'integer' }),
      scales: key(t('text.key.scales'), { type: 'object', additionalProperties: { type: 'array', items: [number, number, number] } }),
      scale: key(t('text.key.scale'), { type: 'string' }),
      depth_multiple: key(t('text.key.depth'), number),
      width_multiple: key(t('text.key.width'), number),
      activation: key(t('text.key.activation'), { type: 'string' }),
      kpt_shape: key(t('text.key.keypoints'), { type: 'array', items: number }),
      reg_max: key(t('text.key.regMax'), { type: 'integer' }),
      end2end: key(t('text.key.end2end'), { type: 'boolean' }),
      backbone: key(t('text.key.backbone'), rows),
      head: key(t('text.key.head'), rows),
      graft: key(t('text.key.graft'), {
        type: 'object',
        properties: { v: { type: 'integer' }, target: { enum: dialects.map(({ target }) => target.id) }, nodes: { type: 'object' } },
      }),
    },
  }
}
