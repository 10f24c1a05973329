import type { CallContext, MethodDeclaration, Parameters } from '../api.js';
import type { World } from '../world/index.js';
import type { Shape } from './shape.js';

/** What every method of the package works with. */
export interface Backup {
  readonly world: World;
  readonly shape: Shape;
}

export type Methods = Readonly<Record<string, MethodDeclaration>>;

/** A method that needs the right to use the package. @param required parameters without which it answers 120 */
export function method(
  run: (parameters: Parameters, context: CallContext) => unknown,
  required: readonly string[] = [],
): MethodDeclaration {
  return { right: 'backup', required, run };
}
