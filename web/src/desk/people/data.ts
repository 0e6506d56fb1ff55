import { api, send } from '@/api/client'
import type { components } from '@/api/schema'

export type Person = components['schemas']['Person']
export type Account = components['schemas']['PersonAccount']
export type Grant = components['schemas']['Grant']
export type Role = components['schemas']['RoleView']
export type Colleague = components['schemas']['Colleague']

const at = (id: string) => ({ params: { path: { id } } })
type Active = 'true' | 'false' | ''

export const people = (dept: string, q: string, active: Active, after: string) =>
  send(api.GET('/api/people', { params: { query: { dept: dept || undefined, q: q || undefined, active: active || undefined, after: after || undefined } } }))
type Format = 'xlsx' | 'csv'
export const exportPeople = (dept: string, q: string, active: Active, format: Format) =>
  send(api.POST('/api/people/export', { params: { query: { dept: dept || undefined, q: q || undefined, active: active || undefined, format } } }))
export const exportDepartments = (format: Format) => send(api.POST('/api/departments/export', { params: { query: { format } } }))
export const exportRegions = (format: Format) => send(api.POST('/api/regions/export', { params: { query: { format } } }))
export const accountOf = (id: string) => send(api.GET('/api/people/{id}', at(id)))
export const colleagues = (dept: string) => send(api.GET('/api/departments/{id}/people', at(dept)))
export const roles = () => send(api.GET('/api/roles'))

/** What an administrator fills in; an empty telephone leaves the one that is kept. */
export interface PersonForm {
  login: string
  name: string
  post: string
  department: string
  phone: string
}
const profile = ({ name, post, department, phone }: PersonForm) => ({ name: name.trim(), post: post.trim(), department, ...(phone.trim() && { phone: phone.replace(/\s/g, '') }) })

export const addPerson = (form: PersonForm) => send(api.POST('/api/people', { body: { login: form.login.trim(), ...profile(form) } }))
export const changePerson = (id: string, form: PersonForm) => send(api.POST('/api/people/{id}/change', { ...at(id), body: profile(form) }))
export const deactivate = (id: string, reason: string) => send(api.POST('/api/people/{id}/deactivate', { ...at(id), body: { reason } }))
export const reactivate = (id: string, reason: string) => send(api.POST('/api/people/{id}/reactivate', { ...at(id), body: { reason } }))
export const resetPassword = async (id: string) => (await send(api.POST('/api/people/{id}/reset-password', at(id)))).password
export const showPhone = async (id: string, purpose: string) => (await send(api.POST('/api/people/{id}/phone', { ...at(id), body: { purpose } }))).phone
export const grant = (id: string, g: Grant) => send(api.POST('/api/people/{id}/grant', { ...at(id), body: { role: g.role, deptPath: g.deptPath, regionPath: g.regionPath } }))
export const revoke = (id: string, g: Grant) => send(api.POST('/api/people/{id}/revoke', { ...at(id), body: { role: g.role, deptPath: g.deptPath, regionPath: g.regionPath } }))
export const appoint = (id: string, deputy: string, from: string, to: string, reason: string) =>
  send(api.POST('/api/people/{id}/deputies', { ...at(id), body: { deputy, from, to, reason } }))
export const endDeputy = (id: string) => send(api.POST('/api/deputies/{id}/end', at(id)))

type DepartmentForm = Pick<components['schemas']['Department'], 'name' | 'short' | 'kind' | 'phone' | 'parent' | 'region' | 'active'>
type RegionForm = Pick<components['schemas']['Region'], 'id' | 'name' | 'level' | 'parent' | 'active'>

export const addDepartment = ({ active: _, ...form }: DepartmentForm) => send(api.POST('/api/departments', { body: form }))
export const changeDepartment = (id: string, { name, short, kind, phone, active }: DepartmentForm) =>
  send(api.POST('/api/departments/{id}/change', { ...at(id), body: { name, short, kind, phone, active } }))
export const addRegion = ({ active: _, ...form }: RegionForm) => send(api.POST('/api/regions', { body: form }))
export const changeRegion = (id: string, { name, active }: RegionForm) => send(api.POST('/api/regions/{id}/change', { ...at(id), body: { name, active } }))
