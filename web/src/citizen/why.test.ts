import { describe, expect, it } from 'vitest'
import { tellApart } from './why'

describe('tellApart', () => {
  it('keeps days and their brackets, and puts rules, notices and calendar apart', () =>
    expect(tellApart('2026年4月30日（周四）16:20开始计时，当日不计；第5个工作日为5月11日（周一），应于当日24:00前完成（HOT-58；放假安排：国办发明电〔2025〕7号；历法版本：2026年（修订））。')).toEqual({
      plain: '2026年4月30日（周四）16:20开始计时，当日不计；第5个工作日为5月11日（周一），应于当日24:00前完成。',
      grounds: ['HOT-58', '放假安排：国办发明电〔2025〕7号', '历法版本：2026年（修订）'],
    }))
  it('names each ground once', () => expect(tellApart('暂停3天（TIME-10），再暂停（TIME-10），延长（HOT-62、TIME-08）。').grounds).toEqual(['TIME-10', 'HOT-62、TIME-08']))
  it('leaves a text without grounds as it is', () => expect(tellApart('当日不计（周四）。')).toEqual({ plain: '当日不计（周四）。', grounds: [] }))
})
