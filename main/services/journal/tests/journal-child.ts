/** A program that edits two documents, one of them untitled, and says of each edit when it was made; until it is killed. */
import { systemClock } from '../../clock'
import { createJournal } from '../journal'
import { openJournalDisk } from '../journal-disk'

const journal = await createJournal({ disk: await openJournalDisk(process.argv[2]!), clock: systemClock })
const documents = [
  { id: 'document-saved', head: { name: 'a.yaml', path: '/models/a.yaml', version: 'v' } },
  { id: 'document-untitled', head: { name: 'Untitled 1', path: null, version: null } },
]
for (const { id, head } of documents) void journal.record(id, { head, revision: 0, change: { text: '' } })
for (let revision = 1; ; revision++) {
  for (const { id, head } of documents) {
    const insert = `# edit ${revision}\n`
    void journal.record(id, { head, revision, change: { base: revision - 1, splices: [{ at: 0, remove: 0, insert }] } })
  }
  process.stdout.write(`${revision} ${Date.now()}\n`)
  await new Promise((resolve) => setTimeout(resolve, 20))
}
