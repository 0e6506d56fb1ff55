import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Title of the page, shown in the browser's tab. */
    title?: string
    /** The permission, or any one of several, without which the page is refused. */
    permission?: string | readonly string[]
    /** Reachable without signing in. */
    open?: boolean
  }
}

export type Group = 'work' | 'service' | 'oversee' | 'insight' | 'publish' | 'admin'

/** An entry of the navigation. */
export interface NavEntry {
  group: Group
  label: string
  /** The path under /desk, such as '/orders'. */
  to: string
  /** The permission, or any one of several, without which it is not shown. */
  permission?: string | readonly string[]
  /** Place within the group; leave gaps (10, 20, 30). */
  order: number
  icon?: Component
}

/** What a folder of src/desk adds. Its routes.ts exports one of these by default. */
export interface Feature {
  routes: RouteRecordRaw[]
  nav?: NavEntry[]
}

const found = import.meta.glob<Feature>('./*/routes.ts', { eager: true, import: 'default' })

/** All features, in the order of their folders. */
export const features: Feature[] = Object.keys(found).sort().map((path) => found[path]!)
