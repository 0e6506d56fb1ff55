import { describe, expect, it } from 'vitest'
import { suggestTitle } from './title'

describe('suggestTitle', () => {
  it.each([
    ['', ''],
    ['。。。', ''],
    ['路灯不亮。已经三天了。', '路灯不亮'],
    ['您好，我们小区门口的路灯坏了！请来修。', '我们小区门口的路灯坏了'],
    ['领导好：\n家里停水两天', '家里停水两天'],
    ['尊敬的领导：望江路夜里施工', '望江路夜里施工'],
    ['你家隔壁施工', '你家隔壁施工'],
    ['  \n\n 菜市场污水横流\n臭味很大', '菜市场污水横流'],
    ['水压下降50%', '水压下降50%'],
    ['幸福小区（东区）', '幸福小区（东区）'],
    ['望江街道菜市场附近每天晚上十一点以后还有人在大声放音乐跳舞，孩子没法睡觉，影响很大', '望江街道菜市场附近每天晚上十一点以后还有人在大声放音乐跳舞'],
    ['望江路，靠近菜市场的那一段人行道上停满了共享单车，行人只能走到机动车道上去', '望江路，靠近菜市场的那一段人行道上停满了共享单车'],
    ['我在2026年3月1日10:30拨打电话400-800-1234反映幸福小区停水', '我在2026年3月1日10:30拨打电话'],
    ['望江街道菜市场附近的夜间施工工地（就是原来的老粮站那个地方，现在归开发公司）每天施工', '望江街道菜市场附近的夜间施工工地'],
    ['望江街道菜市场附近每天晚上都有人在幸福广场上面大声播放音乐并且跳舞到半夜两点钟', '望江街道菜市场附近每天晚上都有人在幸福广场上面大声播放音乐'],
    ['望江路小区3号楼，电梯从上星期五开始一直停运到现在老人和小孩上下楼非常不方便', '望江路小区3号楼，电梯从上星期五开始一直停运到现在老人和小孩'],
    ['望江路小区3号楼。电梯坏了三天，没有人来修。', '望江路小区3号楼。电梯坏了三天，没有人来修'],
    ['望江路小区3号楼\n电梯坏了三天', '望江路小区3号楼 电梯坏了三天'],
    ['望江路小区3号楼', '望江路小区3号楼'],
  ])('%j gives %j', (body, title) => expect(suggestTitle(body)).toBe(title))
})

/** Numbers from 0 to 1, the same in every run. */
function drawn(seed: number) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const pieces = ['望江街道', '菜市场', '每天', '晚上', '的', '停水', '三天了', '施工', '噪声', '13800001111', '2026-03-01', '3.5', 'WiFi', 'B-12', '10:30', '，', '、', ',', '：', '。', '！', '；', ' ', '\n', '（', '）', '“', '”', '…', '—', '😀', '𠮷']
const tokens = (text: string): string[] => text.match(/[\p{Script=Latin}\p{N}]+(?:[.\-:][\p{Script=Latin}\p{N}]+)*/gu) ?? []

describe('any text that is written', () => {
  const draw = drawn(20260301)
  const pick = () => pieces[Math.floor(draw() * pieces.length)]!
  const bodies = Array.from({ length: 3000 }, () => Array.from({ length: Math.floor(draw() * 40) }, pick).join(''))
  const each = (holds: (body: string, title: string) => boolean) => bodies.filter((b) => !holds(b, suggestTitle(b))).map((b) => `${b} → ${suggestTitle(b)}`)

  it('gives at most thirty characters', () => expect(each((_, title) => [...title].length <= 30)).toEqual([]))
  it('is not left with a mark at its end', () => expect(each((_, title) => !/[\s，,、。．.！!？?；;：:…—–\-（(“‘「【《]$/u.test(title))).toEqual([]))
  it('splits no number and no foreign word', () => expect(each((body, title) => tokens(title).every((w) => tokens(body).includes(w)))).toEqual([]))
  it('is a part of what was written', () => expect(each((body, title) => body.replace(/\n/g, ' ').includes(title))).toEqual([]))
  it('keeps what is short', () => {
    const short = bodies.map((b) => b.replace(/[^\p{Script=Han}]/gu, '').slice(0, 30))
    expect(short.filter((b) => suggestTitle(b) !== b)).toEqual([])
  })
})
