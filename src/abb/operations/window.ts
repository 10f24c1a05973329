import { anyText, integer, limit, moment, optional, withDefault } from '../parameters/kinds.js';

/** The parameters that choose a part of the log or the history. */
export const WINDOW = {
  keyword: optional(anyText),
  from: optional(moment),
  to: optional(moment),
  offset: withDefault(integer(0), 0),
  limit: withDefault(limit, 200),
};
