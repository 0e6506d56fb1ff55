/** Where to go after signing in. Only paths of this application: an address may not send people elsewhere. */
export function safeReturn(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/'
}
