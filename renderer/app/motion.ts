/** Movement that CSS does not know of, as the user wants it; `look.ts` says so on the page. */

/** Whether things may move by themselves. */
export const mayMove = (): boolean => document.documentElement.dataset['motion'] !== 'reduced'

/** How long a movement takes: no time at all where nothing is to move. */
export const movement = (ms: number): number => (mayMove() ? ms : 0)
