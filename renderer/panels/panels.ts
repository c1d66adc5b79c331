/** The panels of the window, in one table. A new one is a row here and its title under `panel` in the locales. */
import {
  Blocks,
  CircleAlert,
  FileCode2,
  Gauge,
  GitCompare,
  Grid3x3,
  Image,
  type LucideIcon,
  SlidersHorizontal,
  Table2,
  Workflow,
} from 'lucide-react'
import type { FunctionComponent } from 'react'
import { Canvas } from '../canvas/Canvas'
import { ComparePanel } from '../compare/ComparePanel'
import { FeaturesPanel } from '../features/FeaturesPanel'
import { Inspector } from '../inspector/Inspector'
import { Palette } from '../palette/Palette'
import { PreviewPanel } from '../preview/PreviewPanel'
import { ProfilePanel } from '../profile/ProfilePanel'
import { SummaryPanel } from '../summary/SummaryPanel'
import { YamlText } from '../text/YamlText'
import { IssuesPanel } from './IssuesPanel'

/** Where a panel is until the user puts it elsewhere. */
export type Place = 'left' | 'centre' | 'right' | 'bottom'

interface PanelKind {
  readonly place: Place
  readonly icon: LucideIcon
  readonly component: FunctionComponent
  /** Notices by itself that another model is looked at; the others begin anew with each. */
  readonly followsModel?: boolean
}

export type PanelId = 'palette' | 'canvas' | 'yaml' | 'inspector' | 'summary' | 'issues' | 'preview' | 'features' | 'profile' | 'compare'

/** In the order in which the keyboard and the View menu go through them. */
export const panels: Readonly<Record<PanelId, PanelKind>> = {
  palette: { place: 'left', icon: Blocks, component: Palette, followsModel: true },
  canvas: { place: 'centre', icon: Workflow, component: Canvas },
  yaml: { place: 'right', icon: FileCode2, component: YamlText, followsModel: true },
  inspector: { place: 'right', icon: SlidersHorizontal, component: Inspector },
  summary: { place: 'bottom', icon: Table2, component: SummaryPanel },
  issues: { place: 'bottom', icon: CircleAlert, component: IssuesPanel },
  preview: { place: 'bottom', icon: Image, component: PreviewPanel },
  features: { place: 'bottom', icon: Grid3x3, component: FeaturesPanel },
  profile: { place: 'bottom', icon: Gauge, component: ProfilePanel },
  compare: { place: 'bottom', icon: GitCompare, component: ComparePanel },
}

export const panelIds = Object.keys(panels) as readonly PanelId[]
