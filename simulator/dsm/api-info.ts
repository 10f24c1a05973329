/** SYNO.API.Info: the discovery of APIs, which needs no login. */
import type { DsmApi, DsmApis } from './call.js';
import { textOf } from './call.js';

/** @param apis the APIs that exist when somebody asks */
export function apiInfoApi(apis: () => DsmApis): DsmApi {
  return {
    path: 'query.cgi',
    minVersion: 1,
    maxVersion: 1,
    requestFormat: 'JSON',
    methods: {
      query: { right: 'none', run: (parameters) => list(apis(), textOf(parameters, 'query')) },
    },
  };
}

/** `query` is `all`, nothing (everything too), or a comma list of names and beginnings of names. */
function list(apis: DsmApis, query: string): Record<string, unknown> {
  const wanted = query.split(',').map((part) => part.trim());
  const isWanted = (name: string): boolean =>
    query === '' || wanted.some((part) => part === 'all' || (part !== '' && name.startsWith(part)));
  const entries = Object.entries(apis)
    .filter(([name]) => isWanted(name))
    .map(([name, { path, minVersion, maxVersion, requestFormat }]) => [
      name,
      { maxVersion, minVersion, path, ...(requestFormat === undefined ? {} : { requestFormat }) },
    ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}
