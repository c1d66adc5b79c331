export { isRebound, keysOf, ownerOf, rebind, reset, swap, unbind } from './bindings'
export { listenToShortcuts } from './listen'
export { keyCaps, keysPressed, restriction, shortcutText } from './press'
export { useKeys, useTooltip } from './use-keys'
