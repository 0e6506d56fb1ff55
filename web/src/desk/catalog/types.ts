import type { components } from '@/api/schema'

type S = components['schemas']

export type Row = S['CatalogItemRow']
export type Item = S['CatalogView']
export type Version = S['CatalogItem']
export type Record = S['CatalogRecord']
export type Finding = S['CatalogFinding']
export type Difference = S['CatalogDifference']
export type Change = S['CatalogChangeView']
export type ChangeRow = S['CatalogChangeRow']
export type Proposal = S['CatalogProposal']
export type Ref = S['CatalogRef']
export type Lexicon = S['CatalogLexicon']
export type Plan = S['CatalogPlan']
export type Step = S['CatalogStep']
export type Form = S['CatalogForm']
export type Field = S['CatalogField']
export type Question = S['CatalogQuestion']
export type Fits = S['CatalogFits']
export type Limit = S['CatalogLimit']
export type Report = S['CatalogReport']
export type Bundle = S['CatalogBundle']
export type Part = S['CatalogPart']
export type FeeDocument = S['CatalogFeeDocument']
export type Body = S['CatalogBody']
export type Synonyms = S['CatalogSynonyms']
export type Poster = S['Poster']

/** What an import did: how many items, and which were refused or noted with what was found on them. */
export interface Imported {
  created: number
  changed: number
  unchanged: number
  bundles: number
  feeDocuments: number
  refused: { key: string; name: string; findings: Finding[] }[] | null
  noted: { key: string; name: string; findings: Finding[] }[] | null
}
