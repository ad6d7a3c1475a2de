import { once } from 'node:events'
import * as v from 'valibot'

/** A CPU profile: https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile */
export type CpuProfile = v.InferOutput<typeof CpuProfile>

const CpuProfile = v.object({
  nodes: v.array(
    v.object({
      id: v.number(),
      callFrame: v.object({ functionName: v.string(), scriptId: v.string(), url: v.string() }),
      children: v.optional(v.array(v.number()), []),
    }),
  ),
  /** The node of each sample, and the time since the sample before it in µs. */
  samples: v.array(v.number()),
  timeDeltas: v.array(v.number()),
})

const Reply = v.object({ id: v.number(), result: v.object({ profile: v.optional(CpuProfile) }) })

/** Each sample interrupts the thread, also while it waits: more of them cost CPU time that no layer has. */
const SAMPLING_INTERVAL_US = 1_000

/** Profiles a process by its inspector while `work` runs. @throws Error if the inspector does not answer. */
export async function profileProcess(inspectorUrl: string, work: () => Promise<void>): Promise<CpuProfile> {
  const socket = new WebSocket(inspectorUrl)
  await once(socket, 'open')
  let sent = 0
  const call = async (method: string, params = {}) => {
    const id = ++sent
    const answered = new Promise<v.InferOutput<typeof Reply>>((resolve, reject) => {
      const onMessage = ({ data }: MessageEvent<unknown>) => {
        const message: unknown = JSON.parse(String(data))
        if (!isReplyTo(id, message)) return
        socket.removeEventListener('message', onMessage)
        const reply = v.safeParse(Reply, message)
        if (reply.success) resolve(reply.output)
        else reject(new Error(`expected ${method} to succeed, got ${String(data).slice(0, 200)}`))
      }
      socket.addEventListener('message', onMessage)
      socket.addEventListener('close', () => reject(new Error('expected the inspector to stay, got its end')))
    })
    socket.send(JSON.stringify({ id, method, params }))
    return answered
  }
  try {
    await call('Profiler.enable')
    await call('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_US })
    await call('Profiler.start')
    await work()
    const { result } = await call('Profiler.stop')
    if (result.profile === undefined) throw new Error('expected a profile, got none')
    return result.profile
  } finally {
    socket.close()
  }
}

function isReplyTo(id: number, message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'id' in message && message.id === id
}
