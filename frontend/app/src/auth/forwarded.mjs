/**
 * How many proxies stand before the page: none unless said. "true" means one, as elsewhere.
 *
 * @param {string | undefined} value
 * @returns {number | null} null if it is neither
 */
export function readTrustedProxies(value) {
  const text = value?.trim().toLowerCase() ?? '';
  if (['', '0', 'false', 'no', 'off'].includes(text)) return 0;
  if (['true', 'yes', 'on'].includes(text)) return 1;
  return /^\d{1,2}$/.test(text) ? Number(text) : null;
}

/**
 * Leaves one address in `x-forwarded-for`, one that the client cannot choose: the peer's, or what
 * the outermost of our own proxies saw. Rate limits count by it.
 *
 * @param {{ headers: import('node:http').IncomingHttpHeaders, socket: { remoteAddress?: string | undefined } }} request
 * @param {number} proxies
 */
export function forwardedHeaders(request, proxies) {
  const { headers, socket } = request;
  const peer = plain(socket.remoteAddress ?? '127.0.0.1');
  if (proxies === 0) {
    headers['x-forwarded-for'] = peer;
    // Set anew by Next.js from the connection and the Host header.
    for (const name of ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded']) {
      delete headers[name];
    }
    return;
  }
  // Each proxy adds the address it saw at the right end; what stands further left anyone can write.
  const seen = [headers['x-forwarded-for'] ?? []]
    .flat()
    .flatMap((line) => line.split(','))
    .map((address) => plain(address.trim()))
    .filter(Boolean);
  headers['x-forwarded-for'] = seen.at(-proxies) ?? seen[0] ?? peer;
}

/**
 * An IPv4 address as such, also where the system writes it as IPv6.
 *
 * @param {string} address
 */
function plain(address) {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
