import { AbbError } from '../../dsm/errors.js';
import { text } from '../../texts/texts.js';

/** What a watch remembers cannot be read. The machine that it runs on has to be put in order, not the NAS. */
export class UnreadablePosition extends AbbError {
  constructor(reason: string) {
    super('ABB_NOT_CONFIGURED', 'watch.positionUnreadable', { reason });
  }

  override get short(): string {
    return text('watch.positionShort');
  }
}
