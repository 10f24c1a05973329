/** The words in which the fault matrix is written. */
import type { Fault, Simulator } from '../../../simulator/index.js';
import type { Operation } from '../../../src/abb/operation.js';
import type { Given } from '../../../src/abb/parameters/read.js';
import type { AbbErrorCode } from '../../../src/dsm/errors.js';

/**
 * How a message may end:
 * - `answered`: with the right answer, the one that it has without the fault
 * - `tolerated`: with an answer made of what came, which said yes and nothing else
 * - `timeout`: with the answer of a wait that was given only so much time
 * - an error code of the contract
 */
export type Ending = 'answered' | 'tolerated' | 'timeout' | AbbErrorCode;

/** Which sort of request is struck; the contract speaks of these. */
export type Sort =
  /** A read, also one after an action. */
  | 'read'
  /** A read before an action, to know what it is about; as a read unless a row says otherwise. */
  | 'look'
  /** The one request of an action that does something. */
  | 'action'
  /** A look at a backup that is waited for. */
  | 'wait'
  | 'login'
  | 'discovery';

/** What is expected for each sort of request; where there is nothing, the fault makes no sense there. */
export type Expected = Partial<Readonly<Record<Sort, Ending>>>;

/** Something that happens to the NAS as a whole. */
export interface Mishap {
  readonly begin: (nas: Simulator) => void;
  readonly end: (nas: Simulator) => void;
  /** Whether requests still reach it: then it passes when it has answered one. */
  readonly answers?: true;
}

/** A row of the matrix: a fault, and what the contract expects of it. */
export interface FaultRow {
  readonly name: string;
  /** A fault of one request, or a mishap of the NAS. */
  readonly fault: Fault | Mishap;
  /** The fault strikes one request, or the mishap passes within a moment. */
  readonly once?: Expected;
  /** It strikes every such request until the message has ended. */
  readonly lasting?: Expected;
  /** Differs from another row in a detail that no operation looks at: played at one place of each sort. */
  readonly alike?: true;
  /** It is about time, so no crowd of other cells may slow it down. */
  readonly timed?: true;
  /** Time limit of a request, seconds; generous unless the row is about it. */
  readonly limitSeconds?: number;
  /** Largest reply, bytes: rows that name it go through the client, since nodes have no setting for it. */
  readonly replyBytes?: number;
  /** DSM says that it has not run the request, so that even an action may be sent once more after a new login. */
  readonly provesNotRun?: true;
  /** Refused credentials: the next message fails like the first one, and no second login is tried. */
  readonly latches?: true;
}

/** A column of the matrix: an operation, and which of its requests is struck. */
export interface Place {
  readonly name: string;
  readonly sort: Sort;
  readonly type: string;
  readonly properties?: object;
  readonly operation: Operation;
  /** What the message asks for. Actions take another thing at each turn, so that the second can be like the first. */
  readonly params?: (nas: Simulator, turn: 0 | 1, times: Times) => Given;
  /** Whether the backup that it starts has to end soon. */
  readonly waits?: true;
  /** Whether its answer holds the time, so that no two are alike. */
  readonly tellsTime?: true;
  /** Whether it has asked something before the request that is struck: too late for a mishap of the whole NAS. */
  readonly looksFirst?: true;
  /** The request that is struck. */
  readonly api: string;
  readonly method: string;
  /** The action that must not be sent twice. */
  readonly action?: { readonly api: string; readonly method: string };
  /** Struck are only requests that come after the action has been run. */
  readonly afterAction?: true;
}

/** Whether a fault strikes once or for as long as the message takes. */
export type Times = 'once' | 'lasting';

/** A cell of the matrix. */
export interface Cell {
  readonly row: FaultRow;
  readonly place: Place;
  readonly times: Times;
  readonly expected: Ending;
}

/** What became of a cell. */
export interface CellResult {
  readonly cell: Cell;
  /** How the message ended; `hung` when it did not. */
  readonly ending: string;
  /** How often the action reached the NAS, and how often it was run there, until the message ended. */
  readonly sent: number;
  readonly ran: number;
  /** What is wrong, in a sentence each; empty when all is well. */
  readonly wrong: readonly string[];
  readonly seconds: number;
}
