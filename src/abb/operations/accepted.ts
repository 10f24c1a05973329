/** The answer of an action: DSM says only that it accepts it, not that it is done. */
export interface Accepted {
  readonly taskIds: readonly number[];
  readonly accepted: true;
}
