/**
 * Colours of classes on a photograph. Paul Tol's light scheme, told apart by people of every colour vision, and light enough for dark letters on them
 * (https://sronpersonalpages.nl/~pault/), in an order in which neighbouring classes are far from each other.
 */
const colours = ['#77aadd', '#ee8866', '#bbcc33', '#ffaabb', '#44bb99', '#eedd88', '#99ddff', '#aaaa00', '#dddddd'] as const

/** Names stand beside colours everywhere: past nine classes these come again. */
export const classColour = (index: number): string => colours[Math.abs(index) % colours.length]!

/** Letters on any of these colours. */
export const inkOnClassColours = '#10151d'
