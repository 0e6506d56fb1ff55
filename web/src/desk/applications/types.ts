import type { components } from '@/api/schema'
import type { Exact, Meter } from '../case/types'

type S = components['schemas']

export type Row = Exact<S['ApprovalRow']>
export type Application = Omit<Exact<S['ApprovalView']>, 'meters'> & { meters: Meter[] }
export type Material = S['ApprovalMaterial']
export type Opinion = S['ApprovalOpinionView']
export type Account = S['ApprovalAccount']
export type Fee = S['ApprovalFee']
export type CertificateRow = S['ApprovalCertificateRow']
export type Check = S['ApprovalCheckView']
export type Visit = S['ApprovalVisit']
export type Step = S['CatalogStep']
export type Party = S['ApprovalParty']
export type Unmasked = S['ApprovalUnmasked']
export type Receipt = S['ApprovalReceipt']
export type Ref = S['ApprovalRef']
export type Handing = S['ApprovalHanding']
export type Sent = S['ApprovalSent']
export type Words = S['ApplicationWords']
export type ItemRow = S['CatalogItemRow']
export type OneMatter = S['OneMatter']
export type Guide = S['CatalogGuide']
export type Report = S['StatsApplicationReport']
export type Figure = S['StatsApplicationFigure']
export type ItemSteps = S['StatsItemSteps']
