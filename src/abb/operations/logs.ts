import { listOperation } from '../list-operation.js';
import { LOGS } from '../log-list.js';
import { TASK_LIST } from '../methods.js';
import { optional, word } from '../parameters/kinds.js';
import { checkWindow } from '../parameters/read.js';
import { parseLogEntry } from '../shapes/log-entry.js';
import { findTaskId, ONE_TASK } from '../task-names.js';
import { given } from '../task-list.js';
import { LOG_LEVEL } from '../words.js';
import { WINDOW } from './window.js';

/** Lists the log of the package, its devices and tasks; newest first. */
export const logs = listOperation({
  name: 'logs',
  ...LOGS,
  alsoCalls: [TASK_LIST],
  parameters: {
    ...ONE_TASK,
    level: optional(word(LOG_LEVEL)),
    ...WINDOW,
  },
  async toWire(values, access) {
    checkWindow(values.from, values.to);
    const taskId = await findTaskId(access, values);
    return {
      filter: given({
        key_word: values.keyword,
        log_level: values.level && LOG_LEVEL.codes[values.level],
        from_timestamp: values.from,
        to_timestamp: values.to,
      }),
      ...given({ task_id: taskId }),
    };
  },
  paging: { kind: 'window', pageSize: 500, part: (values) => values },
  parse: (found) => found.map(parseLogEntry),
});
