/**
 * C2f, C3 and C3k2 with an attention block inside: one builder for any block that keeps its channels. Public code puts the
 * attention into six different places under the same names; `placement` says which, by default where most of it does.
 */
import {
  type BlockConstructor,
  type Env,
  type Module,
  type Tensor,
  type About,
  bool,
  channels,
  defineBlock,
  float,
  inputChannels,
  int,
  repeats,
  text,
} from '../../graph-core/symbolic'
import { splitStage } from '../blocks/ultralytics/c2f'
import { twoBranchStage } from '../blocks/ultralytics/c3'
import { CBAM } from '../blocks/ultralytics/cbam'
import { Conv } from '../blocks/ultralytics/conv'
import { BAM_original } from './bam'
import { CAA } from './caa'
import { CloAttention } from './clo-attention'
import { ContextBlock } from './context-block'
import { CoordAtt } from './coord-att'
import { CoTAttention } from './cot-attention'
import { CPCA } from './cpca'
import { EfficientChannelAttention } from './efficient-channel-attention'
import { ELA_paper } from './ela'
import { EMA } from './ema'
import { formOf } from './form'
import { GAMAttention } from './gam-attention'
import { LSKblock } from './lsk-block'
import { LSKA } from './lska'
import { MLCA } from './mlca'
import { NAMAttention } from './nam-attention'
import { S2Attention } from './s2-attention'
import { SEAttention } from './se-attention'
import { ShuffleAttention } from './shuffle-attention'
import { SimAM } from './simam'
import { SKAttention } from './sk-attention'
import { TripletAttention } from './triplet-attention'

type Step = Module<Tensor, Tensor>
/** Makes the attention block for a number of channels. */
type Attend = (env: Env, c: number) => Step

/**
 * Behind or before the second convolution of every bottleneck, in place of every bottleneck, behind the convolution that
 * splits the stage, on the last piece, or behind the whole stage.
 */
const placements = ['after-cv2', 'before-cv2', 'instead', 'after-split', 'last-piece', 'end'] as const
type Placement = (typeof placements)[number] | 'outside'

const placement = text('after-cv2', placements)

interface Refine {
  readonly shortcut: boolean
  readonly g: number
  readonly placement: string
}

/** Two convolutions with attention behind or before the second, inside the shortcut. */
const bottleneckWith = (attend: Attend) =>
  defineBlock('Bottleneck', {
    library: 'graft',
    args: { c: int(), shortcut: bool(true), g: int(1), first: int(3), placement: text() },
    build: ({ c, g, first, placement: where }, env) => ({
      cv1: Conv(env, c, c, first, 1),
      cv2: Conv(env, c, c, 3, 1, { g }),
      attention: where === 'after-cv2' || where === 'before-cv2' ? attend(env, c) : null,
    }),
    forward({ cv1, cv2, attention }, x, _, { shortcut, placement: where }) {
      const attended = (at: Placement, y: Tensor) => (attention !== null && where === at ? attention(y) : y)
      const y = attended('after-cv2', cv2(attended('before-cv2', cv1(x))))
      return shortcut ? x.add(y) : y
    },
  })

/** The attention that stands outside the bottlenecks, for the channels there. */
function outer(attend: Attend, env: Env, where: string, at: { readonly [P in Placement]?: number }): Step | null {
  const c = at[where as Placement]
  return c === undefined ? null : attend(env, c)
}

const attended = (m: { readonly attention: Step | null }, where: string, at: Placement, x: Tensor) =>
  m.attention !== null && where === at ? m.attention(x) : x

/** The three stages with one attention block inside. */
function stagesWith(suffix: string, attend: Attend, aboutOf: (stage: string) => About): BlockConstructor[] {
  const Bottleneck = bottleneckWith(attend)
  const refine = (env: Env, c: number, { shortcut, g, placement: where }: Refine, first: number): Step =>
    where === 'instead' ? attend(env, c) : Bottleneck(env, c, shortcut, g, first, where)

  const splitForward = (
    m: { readonly cv1: Step; readonly cv2: Step; readonly m: readonly Step[]; readonly attention: Step | null },
    x: Tensor,
    join: (pieces: readonly Tensor[]) => Tensor,
    where: string,
  ) => {
    const pieces: Tensor[] = [...attended(m, where, 'after-split', m.cv1(x)).chunk(2, 1)]
    for (const each of m.m) pieces.push(each(pieces.at(-1)!))
    pieces.push(attended(m, where, 'last-piece', pieces.pop()!))
    return attended(m, where, 'end', m.cv2(join(pieces)))
  }
  const outside = (env: Env, a: { readonly c2: number; readonly e: number; readonly placement: string }, pieces: number) => {
    const c = Math.trunc(a.c2 * a.e)
    return outer(attend, env, a.placement, { 'after-split': pieces * c, 'last-piece': c, end: a.c2 })
  }

  const stage = { c1: inputChannels(), c2: channels(), n: repeats(1) }
  const C2f = defineBlock(`C2f_${suffix}`, {
    library: 'graft',
    about: aboutOf('C2f'),
    args: { ...stage, shortcut: bool(false), g: int(1), e: float(0.5), placement },
    build: (a, env) => ({ ...splitStage(env, a, (c) => refine(env, c, a, 3)), attention: outside(env, a, 2) }),
    forward: (m, x, f, a) => splitForward(m, x, (pieces) => f.concat(pieces, 1), a.placement),
  })

  const twoBranch = (name: string, first: number, about?: About) =>
    defineBlock(name, {
      library: 'graft',
      ...(about === undefined ? {} : { about }),
      args: { ...stage, shortcut: bool(true), g: int(1), e: float(0.5), placement: text('after-cv2') },
      build: (a, env) => ({ ...twoBranchStage(env, a, (c) => refine(env, c, a, first)), attention: outside(env, a, 1) }),
      forward(m, x, f, { placement: where }) {
        const refined = attended(m, where, 'last-piece', m.m(attended(m, where, 'after-split', m.cv1(x))))
        return attended(m, where, 'end', m.cv3(f.concat([refined, m.cv2(x)], 1)))
      },
    })
  const C3 = twoBranch(`C3_${suffix}`, 1, aboutOf('C3'))
  const C3k = twoBranch('C3k', 3)

  const C3k2 = defineBlock(`C3k2_${suffix}`, {
    library: 'graft',
    about: aboutOf('C3k2'),
    args: { ...stage, c3k: bool(false), e: float(0.5), g: int(1), shortcut: bool(true), placement },
    build: (a, env) => {
      const inside = a.placement === 'after-cv2' || a.placement === 'before-cv2' ? a.placement : 'outside'
      const inner = (c: number) =>
        a.c3k && a.placement !== 'instead' ? C3k(env, c, c, 2, a.shortcut, a.g, { placement: inside }) : refine(env, c, a, 3)
      return { ...splitStage(env, a, inner), attention: outside(env, a, 2) }
    },
    forward: (m, x, f, a) => splitForward(m, x, (pieces) => f.concat(pieces, 1), a.placement),
  })
  return [C2f, C3, C3k2]
}

/** What stands inside under each name, as public code has it. */
const attentions: { readonly [suffix: string]: Attend } = {
  EMA: (env, c) => EMA(env, c, 8),
  SE: (env, c) => SEAttention(env, c, 4),
  CBAM: (env, c) => CBAM(env, c),
  ECA: (env, c) => EfficientChannelAttention(env, c),
  CA: (env, c) => CoordAtt(env, c, c),
  SimAM: (env) => SimAM(env),
  GAM: (env, c) => GAMAttention(env, c),
  BAM: (env, c) => BAM_original(env, c),
  CAA: (env, c) => CAA(env, c),
  Clo: (env, c) => CloAttention(env, c),
  CoT: (env, c) => CoTAttention(env, c),
  CPCA: (env, c) => CPCA(env, c),
  ELA: (env, c) => ELA_paper(env, c),
  GC: (env, c) => ContextBlock(env, c),
  LSK: (env, c) => LSKblock(env, c),
  LSKA: (env, c) => LSKA(env, c),
  MLCA: (env, c) => MLCA(env, c),
  NAM: (env, c) => NAMAttention(env, c),
  S2: (env, c) => S2Attention(env, c),
  Shuffle: (env, c) => ShuffleAttention(env, c),
  SK: (env, c) => SKAttention(env, c),
  Triplet: (env) => TripletAttention(env),
}

/** Those whose graph is for one image size. */
const fixed = ['Clo', 'MLCA']

/** The one that stands for all in the palette. */
const first = 'EMA'

const aboutStage = (stage: string, suffix: string): About => ({
  category: 'stage',
  summary: `${stage} with an attention block inside every bottleneck; the name says which.`,
  aliases: [],
  advice: 'Attention at every repeat: costs n times what one block behind the stage would. placement moves it to where your source has it.',
  cost: `that of ${stage}, and the attention block’s for each repeat`,
  sizeFree: !fixed.includes(suffix),
  zh: {
    name: `带注意力的 ${stage}`,
    summary: `每个瓶颈内含注意力块的 ${stage}，名称后缀表示是哪一种。`,
    advice: '每次重复都有注意力，代价是在阶段后放一个的 n 倍；placement 可改为来源代码中的位置。',
    cost: `${stage} 的开销，另加每次重复的注意力开销`,
  },
})

export const attentionStages: readonly BlockConstructor[] = Object.entries(attentions).flatMap(([suffix, attend]) =>
  stagesWith(suffix, attend, (stage) => {
    const about = aboutStage(stage, suffix)
    return suffix === first
      ? about
      : formOf(about, { of: `${stage}_${first}`, differs: `With ${suffix} inside.`, zh: { differs: `内含 ${suffix}。` } })
  }),
)
