/** Changes everything that a value consists of, as a flow may do with a message. */
export function scribble(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'object') scribble(inner);
    else (value as Record<string, unknown>)[name] = 'scribbled';
  }
}
