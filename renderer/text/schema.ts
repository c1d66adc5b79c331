/** The keys of a model file and the shape of its rows, for completion and hover. What is wrong with a file is not said here: issues say it. */
import type { JSONSchema } from 'monaco-yaml'
import { dialectOf, dialects } from '../../graph-core/dialects'
import type { Speech } from './speech'

/** The schema of a file for a target, explained in the language of the interface. Keys the target does not read are not offered. */
export function modelSchema({ t }: Speech, target: string): JSONSchema {
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
  const properties: Record<string, JSONSchema> = {
    nc: key(t('text.key.nc'), { type: 'integer' }),
    ch: key(t('text.key.ch'), { type: 'integer' }),
    scales: key(t('text.key.scales'), { type: 'object', additionalProperties: { type: 'array', items: [number, number, number] } }),
    scale: key(t('text.key.scale'), { type: 'string' }),
    depth_multiple: key(t('text.key.depth'), number),
    width_multiple: key(t('text.key.width'), number),
    anchors: key(t('text.key.anchors'), { type: ['integer', 'array'] }),
    activation: key(t('text.key.activation'), { type: 'string' }),
    kpt_shape: key(t('text.key.keypoints'), { type: 'array', items: number }),
    reg_max: key(t('text.key.regMax'), { type: 'integer' }),
    end2end: key(t('text.key.end2end'), { type: 'boolean' }),
    backbone: key(t('text.key.backbone'), rows),
    head: key(t('text.key.head'), rows),
    graft: key(t('text.key.graft'), {
      type: 'object',
      properties: { v: { type: 'integer' }, target: { enum: dialects.map((each) => each.target.id) }, nodes: { type: 'object' } },
    }),
  }
  const ignored = dialectOf(target)?.ignoredKeys ?? []
  return { type: 'object', properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !ignored.includes(name))) }
}
