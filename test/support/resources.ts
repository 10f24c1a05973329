/** How many sockets this process has open, servers and their connections included. */
export function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => /TCP|TLS|Pipe.*Server/.test(name)).length;
}

/** What keeps this process alive, sorted; the output of the test runner left out. */
export function activeResources(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => !/^(TTY|Pipe|FS|CloseReq|Immediate)/.test(name))
    .sort();
}
