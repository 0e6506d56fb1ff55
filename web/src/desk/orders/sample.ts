import type { Order } from './types'

/** An order for tests: under way, with nothing written down beside it. */
export function order(over: Partial<Order> = {}): Order {
  return {
    id: 'o1', number: '20261121-00001', version: 3, title: '路灯不亮', kind: 'help', kindLabel: '求助', state: 'handling', stateLabel: '办理中', channel: '12345电话', channelKey: 'phone',
    region: '望禾镇', regionCode: 'r1', place: '望禾路1号', dept: '城市管理局', opened: '2026-11-20T01:00:00Z', changed: '2026-11-20T01:00:00Z', body: '路灯不亮。', category: '',
    caller: { name: '俞**', phone: '199****1244', earlier: 0 }, meters: [], timeline: [], replies: [], tasks: [], returns: [], extensions: [], urging: [], explanations: [], documents: [],
    revisits: [], filings: [], emergency: [], transfers: [], notes: [], actions: [], modes: [], ...over,
  }
}
