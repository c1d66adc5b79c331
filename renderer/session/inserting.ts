/** New rows, and rows put elsewhere. */
import { sourcesOfHead } from './head-sources'
import { type Document, insertAfter, insertBefore, insertOnEdge, moveToEdge, sequence, sourcesOf } from '../../graph-core/document'
import { type Editing, type RowRef, type RunOptions, indexOf, indicesOf } from './editing'
import { type Block, channelsNotice, newRowBehind } from './new-row'
import { definitionOf, isHeadBlock } from './row-arguments'

export function insertActions({ run, shown, library }: Editing) {
  const rowFor = (d: Document, block: Block, after: number) => newRowBehind(d, shown().report, library, block, after)
  /** Channels that were typed are meant as they are. */
  const optionsFor = (block: Block): RunOptions => ({
    selectsNew: true,
    ...(typeof block === 'string' || block.args === undefined || block.args.length === 0
      ? { noticeOf: (before, after) => channelsNotice(library, before, after) }
      : {}),
  })

  /** Whether a row is the head of the model. */
  function isHead(d: Document, i: number): boolean {
    const name = d.rows[i]?.module.value
    return typeof name === 'string' && isHeadBlock(definitionOf(library, shown().report, name))
  }

  const isHeadName = (block: Block) => isHeadBlock(definitionOf(library, shown().report, typeof block === 'string' ? block : block.module))

  /** The rows a head would read; null for a block that is none. */
  const headSources = (block: Block) => (isHeadName(block) ? sourcesOfHead(shown(), library, block) : null)

  /** A head ends the model and its last list, wherever it is dropped. */
  function insertHead(d: Document, block: Block, sources: readonly number[]) {
    const last = d.rows.length - 1
    const row = rowFor(d, block, sources.at(-1) ?? last)
    const [only] = sources.length === 1 ? [sources[0] === last ? -1 : sources[0]!] : []
    return insertAfter(
      d,
      last,
      { ...row, from: only === undefined ? sources : row.from === undefined ? only : [only] },
      {
        section: d.sections.at(-1)!.name,
      },
    )
  }

  return {
    headSources,
    /**
     * Puts a block behind a row; it reads that row, and nobody reads it yet. For a loose end that is dropped on empty canvas. A head ends the model
     * and reads the last map of each other level beside the row.
     */
    insertAfter: (row: RowRef, block: Block) =>
      run((d) => {
        const after = indexOf(row)
        if (isHeadName(block)) return insertHead(d, block, sourcesOfHead(shown(), library, block, after))
        return insertAfter(d, after, rowFor(d, block, after))
      }, optionsFor(block)),
    /** Puts a block before a row into one of its slots; it reads what the slot read. For a loose end pulled out of an input. */
    insertBefore: (to: RowRef, slot: number, block: Block) =>
      run(
        (d) => insertBefore(d, { to: indexOf(to), slot }, rowFor(d, block, sourcesOf(d, indexOf(to))[slot] ?? indexOf(to) - 1)),
        optionsFor(block),
      ),
    /** Grafts a block behind a row; all that read the row, or only `to` and of it only `slot`, then read the block. */
    insertOnEdge: (from: RowRef, block: Block, to: RowRef | 'all' = 'all', slot?: number) =>
      run((d) => {
        const sources = headSources(block)
        if (sources !== null) return insertHead(d, block, sources)
        const edge = { from: indexOf(from), to: to === 'all' ? to : indexOf(to), ...(slot === undefined ? {} : { slot }) }
        return insertOnEdge(d, edge, rowFor(d, block, edge.from))
      }, optionsFor(block)),
    /** Puts a block behind the last row, before a head that ends the model; it reads the row before. A head reads the last map of each level. */
    insertAtEnd: (block: Block) =>
      run((d) => {
        const sources = headSources(block)
        if (sources !== null) return insertHead(d, block, sources)
        const last = d.rows.length - 1
        const after = last > 0 && isHead(d, last) ? last - 1 : last
        return insertAfter(d, after, rowFor(d, block, after), after < last ? { section: d.rows[last]!.section } : {})
      }, optionsFor(block)),
    /** Takes rows out of where they stand and grafts them onto an edge; their neighbours rejoin. */
    moveToEdge: (rows: readonly RowRef[], from: RowRef, to: RowRef | 'all' = 'all', slot?: number) =>
      run((d) =>
        moveToEdge(d, indicesOf(rows), {
          from: indexOf(from),
          to: to === 'all' ? to : indexOf(to),
          ...(slot === undefined ? {} : { slot }),
        }),
      ),
    /** Grafts several blocks behind several rows, as one step: recipes and sweeps of a whole neck. */
    insertOnEdges: (rows: readonly RowRef[], block: Block) =>
      run(
        (d) => {
          const ids = indicesOf(rows).map((i) => d.rows[i]?.id)
          return sequence(
            d,
            { key: 'insertMany', values: { count: ids.length } },
            ids.map((id) => (each: Document) => {
              const from = each.rows.findIndex((row) => row.id === id)
              return insertOnEdge(
                each,
                { from, to: 'all' },
                rowFor(
                  d,
                  block,
                  d.rows.findIndex((row) => row.id === id),
                ),
              )
            }),
          )
        },
        { selectsNew: true },
      ),
  }
}
