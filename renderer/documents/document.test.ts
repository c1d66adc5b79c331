/** Documents over the real host, on real files, without a browser. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { builtin } from '../../kernels'
import { type Port, memoryPorts } from '../../main/contract/port'
import { readLog } from '../../main/services/journal/journal-log'
import { createHost } from '../../main/services/host'
import { temporaryFolder } from '../../tests/temporary-folder'
import { createConnection } from '../app/connection'
import { type DocumentEnvironment, createDocument, readJournal } from './document'

const text = 'nc: 80 # 类别\r\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n'

/** A host on a folder, and windows on it whose lines can be cut, or that end. */
async function start() {
  const [folder, dataFolder] = [temporaryFolder(), temporaryFolder()]
  const host = await createHost({ version: '1', library: builtin, folders: [folder], bulkUrl: '/bulk/', dataFolder })
  onTestFinished(() => host.close())
  /** The texts that the journals on the disk lead to. */
  const journals = () =>
    readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.journal'))
      .map((name) => readLog(readFileSync(join(dataFolder, name)))?.text)
  const openWindow = async () => {
    const lines: Port[] = []
    let isGone = false
    const connection = createConnection(async () => {
      if (isGone) return new Promise<never>(() => undefined)
      const [own, other] = memoryPorts()
      host.connect(other)
      lines.push(own)
      return own
    })
    await vi.waitFor(() => expect(connection.getSnapshot().status).toBe('open'))
    const end = () => {
      isGone = true
      lines.at(-1)!.close()
    }
    const told = vi.fn()
    const environment: DocumentEnvironment = {
      host: connection,
      library: builtin,
      save: async () => undefined,
      onReloaded: told,
      onTrouble: told,
    }
    return { connection, environment, told, cut: () => lines.at(-1)!.close(), end }
  }
  const write = (name: string, contents: string) => {
    writeFileSync(join(folder, name), contents)
    return join(folder, name)
  }
  return { journals, openWindow, write, folder }
}

test('whatever is typed, another window restores the same text after the first is gone', async () => {
  const { openWindow, journals } = await start()
  const edit = fc.tuple(
    fc.nat(80),
    fc.nat(10),
    fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '注', '😀', '\ud83d', ':'), maxLength: 6 }),
  )
  for (const edits of fc.sample(fc.array(fc.array(edit, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 3 }), 4)) {
    const first = await openWindow()
    const document = createDocument(1, { name: 'model.yaml', text }, first.environment)
    for (const together of edits) {
      for (const [start, length, inserted] of together) {
        const before = document.session.text()
        const removed = before.slice(start, start + length)
        document.session.setText([{ start: Math.min(start, before.length), removed, inserted }])
      }
      const { text: typed, isDirty } = document.session.getSnapshot()
      await vi.waitFor(() => expect(journals()).toEqual(isDirty ? [typed] : []))
    }
    first.end()
    const { text: typed, isDirty } = document.session.getSnapshot()
    const second = await openWindow()
    const { entries } = await second.connection.call('journal.list', {})
    const restored = await Promise.all(entries.map((entry) => readJournal(second.connection, entry)))
    expect(restored.map((opening) => opening.text)).toEqual(isDirty ? [typed] : [])
    for (const entry of entries) await second.connection.call('journal.discard', { document: entry.document })
  }
})

test('a document whose changes were all undone has no journal', async () => {
  const { openWindow, journals } = await start()
  const { environment } = await openWindow()
  const { session } = createDocument(1, { name: 'model.yaml', text }, environment)
  session.setText(`${text}# more\n`)
  await vi.waitFor(() => expect(journals().join()).toContain('# more'))
  session.undo()
  await vi.waitFor(() => expect(journals()).toEqual([]))
})

test('after the line was lost the whole text is brought again, and the former journal goes', async () => {
  const { openWindow, journals } = await start()
  const window = await openWindow()
  const document = createDocument(1, { name: 'model.yaml', text }, window.environment)
  window.connection.onOpen(() => document.reconnect())
  document.session.setText(`${text}# before\n`)
  await vi.waitFor(() => expect(journals().join()).toContain('# before'))
  const former = document.journalName()
  window.cut()
  document.session.setText(`${text}# after\n`)
  await vi.waitFor(() => {
    expect(journals().length).toBe(1)
    expect(journals()[0]).toContain('# after')
  })
  expect(document.journalName()).not.toBe(former)
})

test('a restored document whose file was changed meanwhile keeps its text and asks', async () => {
  const { openWindow, journals, write } = await start()
  const path = write('model.yaml', text)
  const first = await openWindow()
  const file = (await first.connection.call('document.open', { path }))!
  createDocument(1, file, first.environment).session.setText(`${text}# mine\n`)
  await vi.waitFor(() => expect(journals().join()).toContain('# mine'))
  write('model.yaml', `${text}# theirs\n`)
  first.end()
  const second = await openWindow()
  const [entry] = (await second.connection.call('journal.list', {})).entries
  const opening = await readJournal(second.connection, entry!)
  const restored = createDocument(2, opening, second.environment)
  second.connection.on('document.changedOnDisk', ({ version }) => void restored.diskChanged(version))
  await vi.waitFor(() => expect(restored.getSnapshot().onDisk).toMatchObject({ kind: 'changed', text: `${text}# theirs\n` }))
  expect([restored.session.text(), restored.session.getSnapshot().isDirty]).toEqual([`${text}# mine\n`, true])
})
