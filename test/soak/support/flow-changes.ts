import type { FlowNode } from '../../end-to-end/support/admin.js';
import { CREDENTIALS } from './traffic-flow.js';

/** Which part of the flows Node-RED restarts. */
export type DeploymentType = 'full' | 'flows' | 'nodes';

/** A flow that is changed as people do it in the editor, one thing at a time. */
export class ChangingFlow {
  readonly #nodes = new Map<string, FlowNode>();
  readonly #removed = new Map<string, FlowNode>();
  #changes = 0;

  /** @param random gives numbers from 0 up to 1 */
  constructor(
    nodes: readonly FlowNode[],
    private readonly random: () => number,
  ) {
    for (const node of nodes) this.#nodes.set(node.id, node);
  }

  /** The flow as the editor would send it. */
  get nodes(): FlowNode[] {
    return [...this.#nodes.values()];
  }

  /** Credentials have arrived on the server; sent again, they would count as changed. */
  delivered(): void {
    for (const [id, { credentials, ...node }] of this.#nodes) if (credentials) this.#nodes.set(id, node);
  }

  /** Brings everything back after Node-RED has had other flows: all is there, on, and new to it. */
  restore(): void {
    for (const node of [...this.#nodes.values(), ...this.#removed.values()])
      this.#add({ ...node, d: false, disabled: false });
    this.#removed.clear();
  }

  /** Changes one thing. */
  change(): void {
    this.#changes += 1;
    // Without a session most nodes have nothing to do, so that does not last.
    if (this.random() < 0.5 && this.#mendSession()) return;
    const change = this.#pick([
      () => this.#rename(),
      () => this.#rename(),
      () => this.#resettle(),
      () => this.#toggle(this.#anyOurs(), 'd'),
      () => this.#remove(this.#anyOurs()),
      () => this.#readd(),
      () => this.#readd(),
      () => this.#reconnect(),
      () => this.#toggle(this.#anyOf('tab'), 'disabled'),
      () => this.#changeSession(),
      () => this.#toggle(this.#anyOf('abb-session'), 'd'),
      () => this.#remove(this.#anyOf('abb-session')),
    ]);
    change();
  }

  /** Brings a session back that is missing or off; answers whether there was one. */
  #mendSession(): boolean {
    const missing = [...this.#removed.values()].find(({ type }) => type === 'abb-session');
    const off = this.nodes.find((node) => node.type === 'abb-session' && node['d'] === true);
    if (missing) {
      this.#removed.delete(missing.id);
      this.#add(missing);
    } else if (off) this.#put(off, { d: false });
    return missing !== undefined || off !== undefined;
  }

  #rename(): void {
    this.#put(this.#anyOurs(), { name: `renamed ${this.#changes}` });
  }

  #resettle(): void {
    const node = this.#anyOurs();
    this.#put(node, { output: node?.['output'] === 'raw' ? 'normalised' : 'raw' });
  }

  #reconnect(): void {
    const session = this.#anyOf('abb-session');
    if (session) this.#put(this.#anyOurs(), { session: session.id });
  }

  #changeSession(): void {
    this.#put(this.#anyOf('abb-session'), { concurrency: String(1 + Math.floor(this.random() * 4)) });
  }

  #toggle(node: FlowNode | undefined, property: string): void {
    this.#put(node, { [property]: node?.[property] !== true });
  }

  #remove(node: FlowNode | undefined): void {
    if (!node) return;
    this.#nodes.delete(node.id);
    this.#removed.set(node.id, node);
  }

  #readd(): void {
    const node = this.#pick([...this.#removed.values()]) as FlowNode | undefined;
    if (!node) return;
    this.#removed.delete(node.id);
    this.#add(node);
  }

  /** Node-RED forgets the credentials of what is removed, so what comes back brings them along. */
  #add(node: FlowNode): void {
    this.#nodes.set(node.id, node.type === 'abb-session' ? { ...node, credentials: CREDENTIALS } : node);
  }

  #put(node: FlowNode | undefined, changes: object): void {
    if (node) this.#nodes.set(node.id, { ...node, ...changes });
  }

  #anyOf(type: string): FlowNode | undefined {
    return this.#pick(this.nodes.filter((node) => node.type === type));
  }

  #anyOurs(): FlowNode | undefined {
    return this.#pick(this.nodes.filter(({ type }) => type.startsWith('abb-') && type !== 'abb-session'));
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)] as T;
  }
}
