/** A flow with the node that is measured, and the core node that people use without it. */
export function benchFlow(port: number): object[] {
  const place = { z: 'tab', x: 100, y: 100, wires: [[]] };
  return [
    { id: 'tab', type: 'tab', label: 'bench' },
    {
      id: 'session',
      type: 'abb-session',
      name: 'NAS',
      protocol: 'https',
      host: '127.0.0.1',
      port,
      trust: 'any',
      concurrency: 16,
    },
    { id: 'tls', type: 'tls-config', verifyservercert: false, cert: '', key: '', ca: '' },
    { ...place, id: 'abb-tasks', type: 'abb-tasks', session: 'session', output: 'normalised' },
    { ...place, id: 'raw', type: 'abb-tasks', session: 'session', output: 'raw' },
    {
      ...place,
      id: 'http-request',
      type: 'http request',
      method: 'POST',
      ret: 'obj',
      url: `https://127.0.0.1:${port}/webapi/entry.cgi`,
      tls: 'tls',
      persist: true,
    },
  ];
}

export const benchCredentials = { session: { username: 'backup-reader', password: 'demo-password' } };
