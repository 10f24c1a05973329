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

/** What keeps this process alive now and did not `before`; what has ended since is no matter. */
export function newResources(before: readonly string[]): string[] {
  const old = [...before];
  return activeResources().filter((name) => {
    const index = old.indexOf(name);
    if (index >= 0) old.splice(index, 1);
    return index < 0;
  });
}
