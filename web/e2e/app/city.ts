import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * Serves a demonstration city of its own, with a few days of history, on a free port for as long as the tests run. Its
 * address, its password and what opens some of its applications reach the tests through the environment. With HUYING_URL,
 * HUYING_PASSWORD, HUYING_TICKETS a running city is used.
 */
export default async function city(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.HUYING_URL) return undefined
  const binary = process.env.HUYING_BINARY ?? built()
  const data = mkdtempSync(join(tmpdir(), 'huying-e2e-'))
  const days = process.env.HUYING_DEMO_DAYS ?? '10'
  const server = spawn(binary, ['serve', '--demo', '--demo-days', days, '--data', data, '--listen', 'localhost:0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const close = async () => {
    if (server.exitCode === null && server.kill()) await once(server, 'exit')
    rmSync(data, { recursive: true, force: true })
  }
  try {
    process.env.HUYING_URL = await address(server)
    const made = JSON.parse(readFileSync(join(data, 'demo', 'demo-logins.json'), 'utf8')) as { password: string; tickets: unknown[] }
    process.env.HUYING_PASSWORD = made.password
    process.env.HUYING_TICKETS = JSON.stringify(made.tickets)
    const ready = await fetch(`${process.env.HUYING_URL}/readyz`)
    if (!ready.ok) throw new Error(`the city is not ready: ${ready.status}`)
  } catch (error) {
    await close()
    throw error
  }
  return close
}

function built(): string {
  const binary = join(root, 'bin', 'huying')
  if (!existsSync(binary)) execFileSync('go', ['build', '-o', binary, './cmd/huying'], { cwd: root, stdio: 'inherit', env: { ...process.env, CGO_ENABLED: '0' } })
  return binary
}

/** The server tells its address once the city is made and it listens. */
async function address(server: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    server.on('error', failed)
    server.on('exit', (code) => failed(new Error(`the server ended with ${code}`)))
    // Read to the end, or a server that says much would wait for its reader.
    createInterface({ input: server.stdout! }).on('line', (line) => {
      const at = /http:\/\/localhost:\d+/.exec(line)?.[0]
      if (at) found(at)
    })
  })
}
