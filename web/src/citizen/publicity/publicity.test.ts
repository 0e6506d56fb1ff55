import { mount, RouterLinkStub } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { tilesOf } from '../feature'
import HomePage from '../HomePage.vue'
import { duties, stages, type Stage } from './data'
import publicity from './routes'

const permit = (item: string, dept: string, stage?: string): Stage => ({ item, n: 1, name: item, dept, stage, after: [], days: 1, start: 0, end: 1 })
const plan = [permit('立项', '发改', '一'), permit('用地', '资源', '一'), permit('施工', '住建', '二'), permit('规划', '资源', '二'), permit('变更', '发改')]

it('PRJ-02: permits stand by stage, those without one last of all', () => expect(stages(plan).map(([stage, permits]) => [stage, permits.map((s) => s.item)])).toEqual([['一', ['立项', '用地']], ['二', ['施工', '规划']], ['', ['变更']]]))
it('PRJ-02: an office is named once, with all that it decides', () => expect(duties(plan)).toEqual([['发改', ['立项', '变更']], ['资源', ['用地', '规划']], ['住建', ['施工']]]))

it('ORG-06: the home page leads to everything that is published, under a heading of its own', () => {
  const w = mount(HomePage, { props: { tiles: tilesOf([publicity]) }, global: { stubs: { RouterLink: RouterLinkStub } } })
  const group = w.get('nav[aria-labelledby=open]')
  expect(group.get('h2').text()).toBe('公开查询')
  expect(group.findAll('strong').map((s) => s.text())).toEqual(['投资项目审批', '许可结果公示', '授权委托书'])
})
