import type { Application } from './types'

/** An application for tests: taken, and nothing written down beside it. */
export function application(over: Partial<Application> = {}, record: Partial<Application['record']> = {}): Application {
  return {
    id: 'a1', number: 'BJ20261121-00001', version: 2, item: 'i1', itemName: '食品经营许可', class: 'promised', state: 'submitted', stateLabel: '待受理', channel: '窗口办理', region: '望禾镇', dept: '政务大厅',
    implements: '市场监督管理局', opened: '2026-11-20T01:00:00Z', changed: '2026-11-20T01:00:00Z', party: { kind: 'person', name: '俞**', idNumber: '99****', phone: '199****1244' },
    plan: { model: 'review', steps: [step('first', '初审', 'review'), step('second', '核准', 'verify'), step('last', '决定', 'decide')] },
    before: [], meters: [], timeline: [], opinions: [], checks: [], documents: [], fees: [], feesDue: [], pledge: [], broken: [], accounts: [], names: { p1: '严审查', p2: '何核准' }, actions: [],
    record: { id: 'a1', item: 'i1', itemVersion: 1, itemName: '食品经营许可', itemCode: 'x', class: 'promised', model: 'review', deptPath: '/c/scj/', windowPath: '/c/hall/', channel: 'window', party: 'person', collect: 'handed',
      received: '2026-11-20T01:00:00Z', complete: '2026-11-20T01:00:00Z', materials: [], ...record },
    ...over,
  }
}

export function step(code: string, name: string, kind: string): Application['plan']['steps'][number] {
  return { code, name, kind, limit: { amount: 0, unit: 'workday' } }
}
