/** What a generated history is made of. Every step can be played in any state, so that histories can be shortened. */
import fc from 'fast-check';

/** How a backup is to end. */
export type Outcome = 'success' | 'partial' | 'failed' | 'cancelled' | 'no_backup';

/**
 * - `still`: nothing moves while the NAS is asked
 * - `moving`: time passes before each call, also inside a compound request
 * - `doubtful`: some of its requests go wrong, so nobody can say what it saw
 */
export type PollKind = 'still' | 'moving' | 'doubtful';

/**
 * - `network`: every connection breaks
 * - `page`: a proxy answers for the NAS
 * - `busy`: DSM answers that it is busy
 * - `package`: Active Backup is stopped
 */
export type OutageKind = 'network' | 'page' | 'busy' | 'package';

/** Things are picked by a number, taken modulo how many there are at that moment. */
export type Step =
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'poll'; readonly how: PollKind; readonly seed: number; readonly secondsPerCall: number }
  | { readonly do: 'backup'; readonly task: number; readonly outcome: Outcome; readonly seconds: number }
  | { readonly do: 'cancel'; readonly task: number }
  | { readonly do: 'outage'; readonly kind: OutageKind }
  | { readonly do: 'recover' }
  | { readonly do: 'restart'; readonly how: 'graceful' | 'crash'; readonly login: boolean }
  | { readonly do: 'purge'; readonly task: number }
  | { readonly do: 'delete_versions'; readonly task: number; readonly version: number }
  | { readonly do: 'remove_task'; readonly task: number }
  | { readonly do: 'add_task'; readonly devices: number; readonly backup: boolean }
  | { readonly do: 'rename'; readonly task: number; readonly name: number }
  | { readonly do: 'reschedule'; readonly task: number; readonly hour: number }
  | { readonly do: 'retain'; readonly task: number; readonly versions: number }
  | { readonly do: 'device'; readonly device: number }
  | { readonly do: 'clear_logs' }
  | { readonly do: 'clear_history' }
  | { readonly do: 'reinstall'; readonly first: 'one' | 'same' | 'near' }
  | { readonly do: 'replace'; readonly seed: number }
  | { readonly do: 'jump'; readonly seconds: number }
  | { readonly do: 'expire' }
  | { readonly do: 'reboot' };

const pick = fc.nat(7);

const wait = fc
  .oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 30 }) },
    { weight: 4, arbitrary: fc.integer({ min: 30, max: 400 }) },
    { weight: 2, arbitrary: fc.integer({ min: 400, max: 6 * 3600 }) },
  )
  .map((seconds): Step => ({ do: 'wait', seconds }));

const poll = fc
  .record({
    how: fc.oneof(
      { weight: 6, arbitrary: fc.constant<PollKind>('still') },
      { weight: 2, arbitrary: fc.constant<PollKind>('moving') },
      { weight: 2, arbitrary: fc.constant<PollKind>('doubtful') },
    ),
    seed: fc.nat(9999),
    secondsPerCall: fc.integer({ min: 1, max: 40 }),
  })
  .map((rest): Step => ({ do: 'poll', ...rest }));

const backup = fc
  .record({
    task: pick,
    outcome: fc.constantFrom<Outcome>('success', 'success', 'partial', 'failed', 'cancelled', 'no_backup'),
    seconds: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 20, max: 600 })),
  })
  .map((rest): Step => ({ do: 'backup', ...rest }));

const restart = fc
  .record({
    how: fc.constantFrom<'graceful' | 'crash'>('graceful', 'graceful', 'crash'),
    login: fc.boolean(),
  })
  .map((rest): Step => ({ do: 'restart', ...rest }));

const outage = fc
  .constantFrom<OutageKind>('network', 'network', 'network', 'page', 'busy', 'package')
  .map((kind): Step => ({ do: 'outage', kind }));

// Never a round number of hours: two runs of different installations should not start in the same second.
const jump = fc
  .oneof(fc.integer({ min: -30_011, max: 30_011 }), fc.integer({ min: -500_009, max: 500_009 }))
  .filter((seconds) => seconds !== 0)
  .map((seconds): Step => ({ do: 'jump', seconds }));

const ofTask = fc.oneof(
  pick.map((task): Step => ({ do: 'cancel', task })),
  pick.map((task): Step => ({ do: 'purge', task })),
  pick.map((task): Step => ({ do: 'remove_task', task })),
  fc.record({ task: pick, version: pick }).map((rest): Step => ({ do: 'delete_versions', ...rest })),
  fc.record({ task: pick, name: fc.nat(4) }).map((rest): Step => ({ do: 'rename', ...rest })),
  fc.record({ task: pick, hour: fc.nat(23) }).map((rest): Step => ({ do: 'reschedule', ...rest })),
  fc
    .record({ task: pick, versions: fc.integer({ min: 1, max: 3 }) })
    .map((rest): Step => ({ do: 'retain', ...rest })),
  fc
    .record({ devices: fc.integer({ min: 1, max: 3 }), backup: fc.boolean() })
    .map((rest): Step => ({ do: 'add_task', ...rest })),
);

const upheaval = fc.oneof(
  fc.constant<Step>({ do: 'clear_logs' }),
  fc.constant<Step>({ do: 'clear_history' }),
  fc
    .constantFrom<'one' | 'same' | 'near'>('one', 'same', 'near')
    .map((first): Step => ({ do: 'reinstall', first })),
  fc.integer({ min: 100, max: 999 }).map((seed): Step => ({ do: 'replace', seed })),
  jump,
  jump,
);

/** Any step, the usual ones more often. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 24, arbitrary: poll },
  { weight: 16, arbitrary: wait },
  { weight: 20, arbitrary: backup },
  { weight: 12, arbitrary: ofTask },
  { weight: 6, arbitrary: pick.map((device): Step => ({ do: 'device', device })) },
  { weight: 6, arbitrary: restart },
  { weight: 4, arbitrary: outage },
  { weight: 4, arbitrary: fc.constant<Step>({ do: 'recover' }) },
  { weight: 4, arbitrary: upheaval },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'expire' }, { do: 'reboot' }) },
);
