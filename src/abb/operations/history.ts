import { historyFilter, RESULTS } from '../history.js';
import { listOperation } from '../list-operation.js';
import { TASK_LIST } from '../methods.js';
import { optional, word } from '../parameters/kinds.js';
import { checkWindow } from '../parameters/read.js';
import { parseResult } from '../shapes/result.js';
import { findTaskId, ONE_TASK } from '../task-names.js';
import { ACTION, BACKUP_TYPE, OUTCOME, RESTORE_CODES } from '../words.js';
import { WINDOW } from './window.js';

/** Lists the results of past jobs; newest first. */
export const history = listOperation({
  name: 'history',
  ...RESULTS,
  alsoCalls: [TASK_LIST],
  parameters: {
    ...ONE_TASK,
    status: optional(word(OUTCOME.words.filter((outcome) => outcome !== 'running'))),
    backupType: optional(word(BACKUP_TYPE)),
    action: optional(word(ACTION)),
    ...WINDOW,
  },
  async toWire(values, access) {
    checkWindow(values.from, values.to);
    const { status, backupType, action } = values;
    return historyFilter({
      ...values,
      taskId: await findTaskId(access, values),
      status: status && OUTCOME.codes[status],
      backupType: backupType && BACKUP_TYPE.codes[backupType],
      action: action === 'restore' ? RESTORE_CODES : action && ACTION.codes[action],
    });
  },
  paging: { kind: 'window', pageSize: 500, part: (values) => values },
  parse: (found) => found.map(parseResult),
});
