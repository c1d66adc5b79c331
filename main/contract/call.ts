/**
 * What a contract is made of. A schema describes plain data (and typed arrays) and changes nothing: it is checked on both sides of the
 * border, so a default or a transform would be applied twice.
 */
import * as z from 'zod'

// Compiled schemas need `new Function`, which the page's content security policy reports.
z.config({ jitless: true })

export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call'
  readonly input: I
  readonly output: O
}

export interface Event<P extends z.ZodType = z.ZodType> {
  readonly kind: 'event'
  readonly payload: P
}

/** Something the interface asks and the host answers. */
export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({ kind: 'call', input, output })

/** Something the host tells unasked. */
export const event = <P extends z.ZodType>(payload: P): Event<P> => ({ kind: 'event', payload })

export type Contract = Readonly<Record<string, Call | Event>>

export type CallName<C extends Contract> = { [K in keyof C]: C[K] extends Call ? K : never }[keyof C] & string
export type EventName<C extends Contract> = { [K in keyof C]: C[K] extends Event ? K : never }[keyof C] & string
export type InputOf<C extends Contract, K extends CallName<C>> = C[K] extends Call<infer I> ? z.infer<I> : never
export type OutputOf<C extends Contract, K extends CallName<C>> = C[K] extends Call<z.ZodType, infer O> ? z.infer<O> : never
export type PayloadOf<C extends Contract, K extends EventName<C>> = C[K] extends Event<infer P> ? z.infer<P> : never

/** How far a call has come. `total` is null where nobody knows. */
export const progress = z.object({ done: z.number(), total: z.number().nullable(), what: z.string().optional() })
export type Progress = z.infer<typeof progress>

const id = z.int().nonnegative()

/** What the interface sends. */
export const request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, name: z.string(), input: z.unknown().optional() }),
  z.object({ type: z.literal('cancel'), id }),
])

/** What the host sends. An error is a code and a sentence, never a stack. */
export const reply = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id, output: z.unknown().optional() }),
  z.object({ type: z.literal('error'), id, code: z.string(), message: z.string() }),
  z.object({ type: z.literal('progress'), id, progress }),
  z.object({ type: z.literal('event'), name: z.string(), payload: z.unknown().optional() }),
])
export type Reply = z.infer<typeof reply>

/** A schema's first complaint in one line: where, and what was expected. */
export function complaint(error: z.ZodError): string {
  const first = error.issues[0]
  if (first === undefined) return 'not what was agreed'
  const where = first.path.map(String).join('.')
  return where === '' ? first.message : `${where}: ${first.message}`
}
