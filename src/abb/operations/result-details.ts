import { listOperation } from '../list-operation.js';
import { RESULT_DETAIL_LIST } from '../methods.js';
import { id, integer, required, withDefault, word } from '../parameters/kinds.js';
import { parseResultDetail, type ResultDetail } from '../shapes/log-entry.js';
import { LOG_LEVEL } from '../words.js';

/** Lists the detail log of one result, in the order that was asked for. */
export const resultDetails = listOperation({
  name: 'resultDetails',
  method: RESULT_DETAIL_LIST,
  parameters: {
    resultId: required(id),
    limit: withDefault(integer(1), 500),
    orderBy: withDefault(word(['log_level', 'log_time']), 'log_level'),
    direction: withDefault(word(['ASC', 'DESC']), 'ASC'),
  },
  toWire: ({ resultId, orderBy, direction }) => ({ result_id: resultId, order_by: orderBy, direction }),
  rowsIn: 'result_detail_list',
  totalIn: 'count',
  idField: 'result_detail_id',
  paging: { kind: 'head', pageSize: 500, limit: (values) => values.limit },
  parse(found, { resultId, orderBy, direction }) {
    const sign = direction === 'ASC' ? 1 : -1;
    const key = orderBy === 'log_level' ? severity : moment;
    return found
      .map((entry) => ({ ...parseResultDetail(entry), resultId }))
      .sort((a, b) => sign * (key(a) - key(b)) || (a.id ?? 0) - (b.id ?? 0));
  },
});

// DSM's number of the level, by which it sorts too: errors are 0.
function severity({ level }: ResultDetail): number {
  const known = LOG_LEVEL.words.find((word) => word === level);
  return known ? LOG_LEVEL.codes[known] : Infinity;
}

function moment({ at }: ResultDetail): number {
  return at === null ? 0 : Date.parse(at);
}
