/** What a watcher throws while it is told something is its own fault: nobody is left to tell, and polls go on. */
export function overheard(thrown: unknown): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  process.emitWarning(error);
  return error;
}
