import { describe, expect, it } from 'vitest'
import { suggestTitle } from './title'

describe('suggestTitle', () => {
  it.each([
    ['', ''],
    ['路灯不亮。已经三天了。', '路灯不亮'],
    ['您好，我们小区门口的路灯坏了！请来修。', '我们小区门口的路灯坏了'],
    ['领导好：\n家里停水两天', '家里停水两天'],
    ['尊敬的领导：望江路夜里施工', '望江路夜里施工'],
    ['你家隔壁施工', '你家隔壁施工'],
    ['  \n\n 菜市场污水横流\n臭味很大', '菜市场污水横流'],
    ['望江街道菜市场附近每天晚上十一点以后还有人在大声放音乐跳舞，孩子没法睡觉，影响很大', '望江街道菜市场附近每天晚上十一点以后还有人在大声放音乐跳舞'],
  ])('%j gives %j', (body, title) => expect(suggestTitle(body)).toBe(title))
  it('cuts a sentence without commas', () => expect(suggestTitle('路'.repeat(50))).toHaveLength(30))
})
