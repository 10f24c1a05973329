/** Why the world does not do what it was asked; the ABB half turns the reason into DSM's code. */
export type RefusalReason =
  | 'no_such_task'
  | 'no_such_version'
  | 'already_running'
  | 'already_waiting'
  | 'being_deleted'
  | 'device_offline'
  | 'locked_version'
  | 'name_used';

export class Refused extends Error {
  constructor(readonly reason: RefusalReason) {
    super(`the simulated world refuses: ${reason}`);
  }
}
