import { Client, type ClientBase } from 'pg'

/** Closes a connection without the goodbye of the protocol, to which a frozen server would not reply. */
export function closeAtOnce(client: ClientBase): void {
  if (client instanceof Client) client.connection.stream.destroy()
}
