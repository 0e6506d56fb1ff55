import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'

/** A large button on the first page. */
export interface Tile {
  label: string
  /** One line on what it is for. */
  note: string
  to: string
  /** Leave gaps (10, 20, 30). */
  order: number
  icon?: Component
  /** The one or two services that most people come for; also shown in the header. */
  main?: boolean
  /** What everybody may look up: stands in a group of its own. */
  open?: boolean
}

/** What a folder of src/citizen adds. Its routes.ts exports one of these by default. */
export interface CitizenFeature {
  routes: RouteRecordRaw[]
  tiles?: Tile[]
}

const found = import.meta.glob<CitizenFeature>('./*/routes.ts', { eager: true, import: 'default' })

export const citizenFeatures: CitizenFeature[] = Object.keys(found).sort().map((path) => found[path]!)

export function tilesOf(features: CitizenFeature[]): Tile[] {
  return features.flatMap((f) => f.tiles ?? []).sort((a, b) => a.order - b.order)
}
