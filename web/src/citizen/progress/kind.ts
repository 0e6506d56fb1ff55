/** What a number stands for: an order of the hotline, an application, or several applications that run together. */
export type Kind = 'order' | 'application' | 'joint'

/** Numbers say what they stand for: BJ is an application, YJ a theme and XM a project; a part of one of these has a number after its own. */
export function kindOf(number: string): Kind {
  if (/^BJ/.test(number)) return 'application'
  const joint = /^(?:YJ|XM)\d+-\d+(-\d+)?$/.exec(number)
  if (!joint) return 'order'
  return joint[1] ? 'application' : 'joint'
}
