import { spawn } from 'node:child_process'
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { systemClock } from '../clock'
import { simulatedClock } from '../tests/simulated-clock'
import { createJournal } from './journal'
import { openJournalDisk } from './journal-disk'
import { faultyDisk } from './tests/faulty-disk'

const head = { name: 'model.yaml', path: '/models/model.yaml', version: 'v1' }
const id = 'document-1'
const whole = (text: string, revision = 0) => ({ head, revision, change: { text } })
const edit = (base: number, at: number, remove: number, insert: string) => ({
  head,
  revision: base + 1,
  change: { base, splices: [{ at, remove, insert }] },
})

/** A journal on a disk in memory, and what the next program would find there. */
async function journalInMemory() {
  const clock = simulatedClock()
  const disk = faultyDisk(clock, () => 0.5)
  const journal = await createJournal({ disk, clock })
  const textAfterCrash = async () => {
    const next = await createJournal({ disk, clock })
    return next.restore(id).then(
      ({ text }) => text,
      () => null,
    )
  }
  return { clock, disk, journal, textAfterCrash }
}

test('edits come back as the text they led to', async () => {
  const { clock, journal, textAfterCrash } = await journalInMemory()
  void journal.record(id, whole('nc: 80\n'))
  await clock.advance(300)
  void journal.record(id, edit(0, 4, 2, '20'))
  void journal.record(id, edit(1, 0, 0, '# 中文\ud83d\ude00\n'))
  await clock.advance(300)
  expect(await textAfterCrash()).toBe('# 中文\ud83d\ude00\nnc: 20\n')
})

test('a change is told kept only when it is on the disk', async () => {
  const { clock, journal, textAfterCrash } = await journalInMemory()
  let isKept: boolean | null = null
  void journal.record(id, whole('a')).then((kept) => (isKept = kept))
  await clock.advance(200)
  expect([isKept, await textAfterCrash()]).toEqual([null, null])
  await clock.advance(100)
  expect([isKept, await textAfterCrash()]).toEqual([true, 'a'])
})

test('an edit of a text that is not known asks for the whole', async () => {
  const { journal } = await journalInMemory()
  expect(await journal.record(id, edit(7, 0, 0, 'a'))).toBe(false)
  void journal.record(id, whole('a'))
  expect(await journal.record(id, edit(0, 5, 1, 'a'))).toBe(false)
})

test('a saved document leaves nothing, and goes on with edits', async () => {
  const { clock, disk, journal, textAfterCrash } = await journalInMemory()
  void journal.record(id, whole('a'))
  await clock.advance(300)
  await journal.saved(id, head, 'a')
  expect([...disk.files.keys()]).toEqual([])
  void journal.record(id, edit(0, 1, 0, 'b'))
  await clock.advance(300)
  expect(await textAfterCrash()).toBe('ab')
})

test('changes made while it was being saved stay, as changes of what was saved', async () => {
  const { clock, journal } = await journalInMemory()
  void journal.record(id, whole('ab'))
  await journal.saved(id, { ...head, version: 'v2' }, 'a')
  await clock.advance(300)
  expect(await journal.list()).toEqual([{ document: id, ...head, version: 'v2', changedAt: 0 }])
})

test('a document closed before its change was written leaves nothing', async () => {
  const { clock, disk, journal } = await journalInMemory()
  const recorded = journal.record(id, whole('a'))
  await journal.discard(id)
  await clock.advance(2000)
  expect([await recorded, disk.files.size]).toEqual([true, 0])
})

test('a document is known by its newest name', async () => {
  const { clock, journal, textAfterCrash } = await journalInMemory()
  void journal.record(id, { ...whole('a'), head: { name: 'Untitled', path: null, version: null } })
  await clock.advance(300)
  void journal.record(id, edit(0, 1, 0, 'b'))
  await clock.advance(300)
  expect([await journal.list(), await textAfterCrash()]).toMatchObject([[{ name: 'model.yaml', path: head.path }], 'ab'])
})

test('a journal does not grow with the number of edits', async () => {
  const { clock, disk, journal, textAfterCrash } = await journalInMemory()
  void journal.record(id, whole(''))
  for (let i = 0; i < 400; i++) {
    void journal.record(id, edit(i, 0, i === 0 ? 0 : 1000, 'x'.repeat(1000)))
    await clock.advance(300)
  }
  expect(disk.files.get(id)!.length).toBeLessThan(64 * 1024 + 4 * 1000 + 1)
  expect(await textAfterCrash()).toBe('x'.repeat(1000))
})

test('only the newest hundred forgotten documents are kept', async () => {
  const { clock, disk, journal } = await journalInMemory()
  for (let i = 0; i < 103; i++) {
    void journal.record(`document-${i}`, whole(`${i}`))
    await clock.advance(300)
  }
  await createJournal({ disk, clock })
  expect([disk.files.size, disk.files.has('document-2'), disk.files.has('document-3')]).toEqual([100, false, true])
})

test('a full disk is told, and the whole text is written as soon as there is room', async () => {
  const { clock, disk, journal, textAfterCrash } = await journalInMemory()
  void journal.record(id, whole('a'))
  await clock.advance(300)
  disk.isFull = true
  const recorded = journal.record(id, edit(0, 1, 0, 'b')).catch((error: unknown) => error)
  await clock.advance(300)
  expect(await recorded).toMatchObject({ code: 'file.disk-full' })
  expect(await textAfterCrash()).toBe('a')
  disk.isFull = false
  await clock.advance(1000)
  expect(await textAfterCrash()).toBe('ab')
})

test('wherever a program dies, the text is one the user had at most two seconds before', async () => {
  const action = fc.record({
    wait: fc.nat(1500),
    at: fc.nat(),
    remove: fc.nat(8),
    insert: fc.string({ maxLength: 8, unit: 'grapheme' }),
    isWhole: fc.boolean(),
    outage: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  const numbers = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }))
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 25 }), fc.nat(2500), numbers, async (actions, tail, chances) => {
      const clock = simulatedClock()
      const disk = faultyDisk(clock, () => chances.next().value as number, 700)
      const journal = await createJournal({ disk, clock })
      const had: { text: string; at: number }[] = [{ text: 'start', at: 0 }]
      void journal.record(id, whole('start')).catch(() => undefined)
      let troubleUntil = -Infinity
      for (const [base, { wait, at, remove, insert, isWhole, outage }] of actions.entries()) {
        // A disk that is full for a moment keeps nothing new, and must not spoil what it has.
        disk.isFull = outage
        await clock.advance(wait)
        if (outage) troubleUntil = clock.now()
        disk.isFull = false
        const { text } = had.at(-1)!
        const from = at % (text.length + 1)
        const removed = Math.min(remove, text.length - from)
        const next = text.slice(0, from) + insert + text.slice(from + removed)
        const change = isWhole ? whole(next, base + 1) : edit(base, from, removed, insert)
        void journal.record(id, change).catch(() => undefined)
        had.push({ text: next, at: clock.now() })
      }
      await clock.advance(tail)
      disk.kill()
      const died = clock.now()
      const restored = await (await createJournal({ disk, clock })).restore(id).catch(() => null)
      // What was on the screen at `since` and every text after it; a full disk stretches the two seconds by the retry.
      const since = Math.min(died, troubleUntil > died - 4000 ? -1 : Infinity) - 2000
      const known = had.filter(({ at }, i) => at >= since || (had[i + 1]?.at ?? Infinity) > since).map(({ text }) => text)
      if (restored === null) expect(since).toBeLessThan(0)
      else expect(known).toContain(restored.text)
    }),
    { numRuns: 300 },
  )
})

test('a tail of any damage leaves a text the user had', async () => {
  const { clock, disk, journal } = await journalInMemory()
  const had = ['a']
  void journal.record(id, whole('a'))
  for (let i = 0; i < 5; i++) {
    void journal.record(id, edit(i, 0, 0, `${i}`))
    had.push(`${i}${had.at(-1)}`)
    await clock.advance(300)
  }
  const intact = disk.files.get(id)!
  await fc.assert(
    fc.asyncProperty(fc.nat(intact.length - 1), fc.nat(255), fc.nat(intact.length), async (at, byte, length) => {
      const damaged = intact.slice(0, length)
      if (at < length) damaged[at] = byte
      disk.files.set(id, damaged)
      const restored = await (await createJournal({ disk, clock })).restore(id).catch(() => null)
      if (restored !== null) expect(had).toContain(restored.text)
    }),
  )
})

test('a program that is killed loses at most two seconds, of untitled documents too', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder()
  const program = join(folder, 'child.mjs')
  const entry = join(import.meta.dirname, 'tests/journal-child.ts')
  await build({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' })
  for (const wait of [700, 1333, 2100]) {
    const journals = join(folder, `journals-${wait}`)
    const child = spawn(process.execPath, [program, journals], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    while (said === '') await new Promise((resolve) => setTimeout(resolve, 10))
    await new Promise((resolve) => setTimeout(resolve, wait))
    const died = Date.now()
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('close', resolve))
    const journal = await createJournal({ disk: await openJournalDisk(journals), clock: systemClock })
    const edits = said.split('\n').slice(0, -1).map((line) => line.split(' ').map(Number) as [number, number]) // prettier-ignore
    const mustHave = Math.max(0, ...edits.filter(([, at]) => at < died - 2000).map(([revision]) => revision))
    for (const document of ['document-saved', 'document-untitled']) {
      const { text, revision } = await journal.restore(document)
      expect(text).toBe(Array.from({ length: revision }, (_, i) => `# edit ${revision - i}\n`).join(''))
      expect(revision).toBeGreaterThanOrEqual(Math.max(mustHave, 1))
    }
    expect((await journal.list()).map(({ name, path }) => [name, path]).sort()).toEqual([['Untitled 1', null], ['a.yaml', '/models/a.yaml']]) // prettier-ignore
  }
})

test('a program that starts takes what a dead one left, and leaves a living one alone', async () => {
  const folder = temporaryFolder()
  const dead = await openJournalDisk(folder)
  await dead.replace('document-dead', Buffer.from('x'))
  const [name] = readdirSync(folder)
  writeFileSync(join(folder, name!, 'owner.json'), JSON.stringify({ pid: 2 ** 22 + 1, began: null }))
  const living = await openJournalDisk(folder)
  expect([await living.list(), readdirSync(folder).length]).toEqual([['document-dead'], 1])
  const third = await openJournalDisk(folder)
  expect([await third.list(), await living.list()]).toEqual([[], ['document-dead']])
})

test('two journals of one name are both kept', async () => {
  const folder = temporaryFolder()
  for (let i = 0; i < 2; i++) {
    const disk = await openJournalDisk(folder)
    await disk.replace('document-1', Buffer.from(`${i}`))
  }
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name, 'owner.json'), `{"pid":${2 ** 22 + 1},"began":null}`)
  const disk = await openJournalDisk(folder)
  expect((await disk.list()).length).toBe(2)
})

test('a journal on a real disk is appended to, and read after a torn line', async () => {
  const folder = temporaryFolder()
  const disk = await openJournalDisk(folder)
  const journal = await createJournal({ disk, clock: systemClock, everyMs: 5 })
  await journal.record(id, whole('a'))
  await journal.record(id, edit(0, 1, 0, 'b'))
  appendFileSync(join(folder, readdirSync(folder)[0]!, `${id}.journal`), '0000')
  expect((await (await createJournal({ disk, clock: systemClock })).restore(id)).text).toBe('ab')
})
