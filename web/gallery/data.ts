import type { StripDay } from '@/ui/deadline/days'
import type { Standing } from '@/ui/deadline/standing'
import type { TimelineEvent } from '@/ui/EventTimeline.vue'
import type { Me } from '@/desk/session'

/** Invented data for looking at the parts. The present of the gallery is fixed, so that screenshots can be compared. */
export const today = '2026-11-21'

export const me: Me = {
  id: 'u1', name: '承办员甲', login: 'clerk1', post: '承办科员', department: { id: 'd1', name: '住房和城乡建设局', path: '/1/12/' },
  roles: [{ key: 'clerk', name: '承办人' }], permissions: ['all'], mustChangePassword: false, duty: { name: '午间班' },
}

const names: Record<string, string> = { h: '国庆节', m: '国庆节' }

/** Letters for days: s start, c counted, w weekend, h holiday, m make-up workday, p paused, x extended, d due, o overdue. */
export function strip(from: string, letters: string): StripDay[] {
  const kinds: Record<string, StripDay['kind']> = { w: 'weekend', h: 'holiday', m: 'makeup' }
  const marks: Record<string, StripDay['mark']> = {
    s: 'start', c: 'counted', m: 'counted', w: 'free', h: 'free', p: 'paused', x: 'extended', d: 'due', o: 'overdue',
  }
  let n = 0
  let over = 0
  return [...letters].map((c, i) => {
    if ('cmxd'.includes(c)) n++
    if (c === 'o') over++
    const date = new Date(Date.parse(`${from}T00:00:00Z`) + i * 86_400_000).toISOString().slice(0, 10)
    return { date, kind: kinds[c] ?? 'workday', name: names[c] ?? '', mark: marks[c]!, n: c === 'o' ? over : n }
  })
}

export const strips = [
  { title: '5个工作日，还在办', today: '2026-11-19', days: strip('2026-11-16', 'sccccwwd') },
  { title: '跨国庆，含调休上班', today: '2026-10-09', days: strip('2026-09-28', 'scchhhhhhhccmwcd') },
  { title: '暂停后恢复，已超期', today: '2026-11-20', days: strip('2026-11-05', 'scwwcpppcwwcdooo') },
  { title: '60个工作日，折叠', today: '2026-11-10', days: strip('2026-09-14', 'sccccwwcccccwwccchhhhhhhccmwcccccwwcccccwwcccccwwpppppwwcccccwwcccccwwxxxxdwwooooo') },
]

export const standings: Standing[] = [
  { light: 'green', unit: 'workday', remainingWorkdays: 3 },
  { light: 'amber', unit: 'workday', remainingWorkdays: 1 },
  { light: 'amber', unit: 'sameday' },
  { light: 'red', late: true, overdueWorkdays: 2 },
  { light: 'grey', paused: true },
  { light: 'green', stopped: true },
  { light: 'red', stopped: true, late: true, overdueWorkdays: 1 },
]

export const events: TimelineEvent[] = [
  { id: '5', at: '2026-11-21T10:05:00+08:00', actor: '系统', action: '发出临期提醒', text: '距到期还有1个工作日。', tone: 'amber' },
  {
    id: '4', at: '2026-11-20T15:40:00+08:00', actor: '住建局 承办员甲', action: '现场核查', text: '路灯线路老化，已报修，预计两日内恢复照明。',
    evidence: [{ label: '现场照片1.jpg', to: '/' }, { label: '维修派工单.pdf', to: '/' }],
  },
  { id: '3', at: '2026-11-19T09:12:00+08:00', actor: '住建局 承办员甲', onBehalf: '科长乙', action: '签收', authority: '《热线工单办理规程》第十二条', tone: 'green' },
  { id: '2', at: '2026-11-18T16:30:00+08:00', actor: '城管局 收件员', action: '退回', text: '路灯养护不属于本单位职责。', authority: 'HOT-31', tone: 'red' },
  { id: '1', at: '2026-11-18T14:02:00+08:00', actor: '热线中心 坐席一', action: '受理', text: '来电反映小区门口路灯不亮。' },
]

export interface Order {
  id: string
  no: string
  title: string
  dept: string
  at: string
  standing: Standing
}

const titles = ['小区门口路灯连续三晚不亮，老人出行不便', '菜市场夜间施工噪声', '新农合报销材料咨询', '公交线路末班车提前收车', '自来水发黄有异味，楼上楼下都是这样，已持续一周']

export const orders: Order[] = Array.from({ length: 18 }, (_, i) => ({
  id: `o${i}`, no: `2026112100${String(i + 1).padStart(2, '0')}`, title: titles[i % 5]!,
  dept: ['住房和城乡建设局', '综合行政执法局', '医疗保障局', '交通运输局', '水务集团'][i % 5]!,
  at: `2026-11-${String(21 - (i % 6)).padStart(2, '0')}T0${(i % 8) + 1}:20:00Z`, standing: standings[i % standings.length]!,
}))

/** What the rules that are cited here ask. */
export const rulebook = [
  { id: 'HOT-38', sentence: '退单由督查中心裁定，裁定后不得再退' },
  { id: 'HOT-52', sentence: '逾期又未报告说明的，发《催办通知书》并报分管领导' },
  { id: 'HOT-60', sentence: '建议批评、投诉举报类诉求，自收到次日起15个工作日内办结并答复' },
]
