import type { Socket } from 'node:net'

/** The part of PostgreSQL's protocol that a client needs to log in and read the version. */
export function answerAsVersion(socket: Socket, version: string): void {
  const message = (type: string, ...body: Buffer[]) => {
    const length = Buffer.alloc(4)
    length.writeInt32BE(4 + body.reduce((total, part) => total + part.length, 0))
    return Buffer.concat([Buffer.from(type), length, ...body])
  }
  const int = (bytes: 2 | 4, value: number) => {
    const buffer = Buffer.alloc(bytes)
    buffer.writeIntBE(value, 0, bytes)
    return buffer
  }
  const ready = message('Z', Buffer.from('I'))
  socket.write(Buffer.concat([message('R', int(4, 0)), ready]))
  socket.once('data', () => {
    const column = [
      Buffer.from('version\0'),
      int(4, 0),
      int(2, 0),
      int(4, 25),
      int(2, -1),
      int(4, -1),
      int(2, 0),
    ]
    const value = [int(4, version.length), Buffer.from(version)]
    const row = [message('T', int(2, 1), ...column), message('D', int(2, 1), ...value)]
    socket.write(Buffer.concat([...row, message('C', Buffer.from('SELECT 1\0')), ready]))
  })
}
