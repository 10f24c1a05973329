import { AbbError, type AbbErrorCode } from '../../src/dsm/errors.js';

/** The query of a request as Express hands it over. */
export type Query = Readonly<Record<string, unknown>>;

/** What is used of the response to a request of the editor. */
export interface Response {
  status(code: number): this;
  json(body: unknown): unknown;
}

/** Answers the editor with what `work` gives, or with `{ code, message }`: a sentence to show, and never a stack. */
export async function answer(response: Response, work: () => Promise<unknown>): Promise<void> {
  try {
    response.json(await work());
  } catch (error) {
    const code = error instanceof AbbError ? error.code : 'ABB_BAD_PARAMETER';
    const message = error instanceof Error ? error.message : '';
    response.status(statusOf(error)).json({ code, message });
  }
}

function statusOf(error: unknown): number {
  if (!(error instanceof AbbError)) return 500;
  if (error.textKey === 'editor.notDeployed') return 404;
  return STATUSES[error.code] ?? BAD_GATEWAY;
}

// What is not listed went wrong between here and the NAS.
const BAD_GATEWAY = 502;
const STATUSES: Partial<Record<AbbErrorCode, number>> = {
  ABB_BAD_PARAMETER: 400,
  ABB_NOT_CONFIGURED: 400,
  ABB_TIMEOUT: 504,
};
