import { actionsOf, onModel, onRows } from './action'

/** What hands do on the canvas, asked for by keys. */
export const canvasActions = actionsOf('edit', {
  addBlock: onModel({ keys: ['/'], when: 'canvas', run: ({ canvas }) => canvas.tell({ kind: 'ask', menu: 'add' }) }),
  connect: onRows({ keys: ['c'], run: (_, __, { canvas }) => canvas.tell({ kind: 'ask', menu: 'connect' }) }),
  graft: onRows({ keys: ['g'], run: (_, __, { canvas }) => canvas.tell({ kind: 'ask', menu: 'graft' }) }),
})
