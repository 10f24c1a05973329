/** The core nodes that the examples use; they bring no types. */
declare module '@node-red/nodes/core/common/20-inject.js' {
  import type { NodeInitializer } from 'node-red';

  const initializer: NodeInitializer;
  export = initializer;
}
declare module '@node-red/nodes/core/common/90-comment.js' {
  import type { NodeInitializer } from 'node-red';

  const initializer: NodeInitializer;
  export = initializer;
}
declare module '@node-red/nodes/core/function/10-function.js' {
  import type { NodeInitializer } from 'node-red';

  const initializer: NodeInitializer;
  export = initializer;
}
declare module '@node-red/nodes/core/function/10-switch.js' {
  import type { NodeInitializer } from 'node-red';

  const initializer: NodeInitializer;
  export = initializer;
}
declare module '@node-red/nodes/core/function/15-change.js' {
  import type { NodeInitializer } from 'node-red';

  const initializer: NodeInitializer;
  export = initializer;
}
