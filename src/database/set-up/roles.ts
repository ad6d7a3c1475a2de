import { Client } from 'pg'

/** The role as which the application uses the embedded server. */
export const EMBEDDED_APPLICATION_ROLE = 'jadwal_app'

/** Held while privileges are changed: PostgreSQL refuses two concurrent changes of one object. */
const PRIVILEGES_LOCK = 0x726f6c65

/** Creates the application's role on the embedded server if it is missing. */
export async function createApplicationRole(ownerUrl: string): Promise<void> {
  await inTransaction(ownerUrl, async (owner) => {
    const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [
      EMBEDDED_APPLICATION_ROLE,
    ])
    if (rowCount === 0) await owner.query(`create role ${EMBEDDED_APPLICATION_ROLE} login`)
  })
}

/**
 * Lets a role read the owner's tables in the schema `public`, those that the owner creates later included, and nothing
 * else. What PostgreSQL, or a server that was upgraded from PostgreSQL 14, lets every role do is revoked as far as the
 * owner can. It has no effect when it is repeated.
 */
export async function grantReading(ownerUrl: string, role: string): Promise<void> {
  await inTransaction(ownerUrl, async (owner) => {
    const { rows } = await owner.query<{ database: string; isSuperuser: boolean; tables: string[] }>(
      `select current_database() as database,
         (select rolsuper from pg_roles where rolname = current_user) as "isSuperuser",
         array(
           select oid::regclass::text from pg_class
           where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
             and pg_has_role(relowner, 'usage')
         ) as tables`,
    )
    const { database = '', isSuperuser = false, tables = [] } = rows[0] ?? {}
    const grantee = owner.escapeIdentifier(role)
    const target = owner.escapeIdentifier(database)
    await owner.query(`grant connect on database ${target} to ${grantee}`)
    await owner.query(`grant usage on schema public to ${grantee}`)
    if (tables.length > 0) await owner.query(`grant select on ${tables.join(', ')} to ${grantee}`)
    await owner.query(`alter default privileges in schema public grant select on tables to ${grantee}`)
    // Where the owner has no right to revoke, these have no effect, and PostgreSQL warns.
    await owner.query(`revoke temporary on database ${target} from public`)
    await owner.query('revoke create on schema public from public')
    if (isSuperuser) await owner.query(`revoke execute on function ${LARGE_OBJECT_WRITERS} from public`)
  })
}

/** The functions by which every role can create large objects; `lo_import` and `lo_export` are a superuser's anyway. */
const LARGE_OBJECT_WRITERS =
  'pg_catalog.lo_creat(integer), pg_catalog.lo_create(oid), pg_catalog.lo_from_bytea(oid, bytea)'

/** The role of a URL, and what it can do beyond reading the tables, in words; nothing if it can only read. */
export async function findExcessPrivileges(url: string): Promise<{ role: string; privileges: string[] }> {
  const { rows } = await connected(url, (client) =>
    client.query<{ role: string; privileges: string[] }>(EXCESS_PRIVILEGES_SQL),
  )
  const { role = '', privileges = [] } = rows[0] ?? {}
  return { role, privileges }
}

const EXCESS_PRIVILEGES_SQL = `
  select current_user::text as role, array_remove(array[
    case when rolsuper then 'do everything, as a superuser' end,
    case when rolcreaterole or rolcreatedb or rolreplication then 'create roles or databases, or replicate' end,
    case when not rolsuper then (
      select 'act as ' || string_agg(quote_ident(other.rolname), ', ' order by other.rolname) from pg_roles other
      where other.oid <> self.oid and pg_has_role(other.oid, 'member')
    ) end,
    case when exists (
      select from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and has_table_privilege(oid, 'insert, update, delete, truncate')
    ) then 'change the tables' end,
    case when has_schema_privilege('public', 'create') or has_database_privilege(current_database(), 'create')
      then 'create tables' end,
    case when has_database_privilege(current_database(), 'temporary') then 'create temporary tables' end
  ], null) as privileges
  from pg_roles self where rolname = current_user`

async function inTransaction(ownerUrl: string, change: (owner: Client) => Promise<void>): Promise<void> {
  await connected(ownerUrl, async (owner) => {
    await owner.query('begin')
    await owner.query('select pg_advisory_xact_lock($1)', [PRIVILEGES_LOCK])
    await change(owner)
    await owner.query('commit')
  })
}

async function connected<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, application_name: 'jadwal roles' })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
