const LOOPBACK_HOST = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/

/** Whether a URL is one of http on this machine: load on any other would be an attack. */
export function isLoopbackUrl(text: string): boolean {
  const url = URL.parse(text)
  // The parser has written every spelling of an IPv4 address, such as 127.1, as four decimal numbers.
  return url?.protocol === 'http:' && LOOPBACK_HOST.test(url.hostname)
}
