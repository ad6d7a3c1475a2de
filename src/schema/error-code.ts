/** `extensions.code` of an error that the client can fix. */
export const BAD_USER_INPUT = 'BAD_USER_INPUT'
