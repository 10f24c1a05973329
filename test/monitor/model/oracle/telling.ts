/** What is told beside events: failures, the state of everything, and in a sentence that counting began anew. */
import { recognition, type Segment } from './segment.js';

/** The complaints about notices and states in one segment. */
export function judgeTelling(segment: Segment): string[] {
  return [...judgeErrors(segment), ...judgeNotices(segment), ...judgeStates(segment)];
}

/** A poll fails if and only if no answer can have come. */
function judgeErrors({ polls }: Segment): string[] {
  return polls.flatMap(({ answer, errors }, index) => {
    const [error] = errors;
    if (answer === 'whole' && error !== undefined) return [`poll ${String(index)} failed: ${error.message}`];
    const silent = (answer === 'network' || answer === 'other') && error === undefined;
    return silent ? [`poll ${String(index)} had no answer, and nobody was told`] : [];
  });
}

/** A new installation and another NAS are each said, at the latest when they must have been recognised. */
function judgeNotices(segment: Segment): string[] {
  const { account, polls } = segment;
  const beginning = polls[segment.first];
  if (beginning === undefined) return [];
  return account.eras.flatMap((_era, era) => {
    const known = recognition(segment, era);
    if (era <= beginning.era || known < 0) return [];
    const said = polls
      .slice(0, known + 1)
      .filter((poll) => poll.era === era)
      .flatMap(({ notices }) => notices);
    return said.length > 0 ? [] : [`poll ${String(known)}: nothing was said of era ${String(era)}`];
  });
}

/** The last state is that of the world, and a poll to which nothing happened brings none. */
function judgeStates({ polls }: Segment): string[] {
  const last = polls.findLastIndex(({ answer }) => answer === 'whole');
  const told = polls
    .slice(0, last + 1)
    .flatMap(({ states }) => states)
    .at(-1);
  const photo = polls[last]?.photos.at(-1);
  if (photo === undefined) return [];
  if (told === undefined) return ['no state was ever told'];
  const complaints: string[] = [];
  const names = told.tasks.map(({ id }) => id).sort();
  if (names.join() !== [...photo.tasks.keys()].sort().join())
    complaints.push(`the last state has the tasks ${names.join()}`);
  for (const [id, online] of photo.online) {
    const device = told.devices.find((one) => one.id === id);
    if (device?.agentStatus !== (online ? 'online' : 'offline'))
      complaints.push(`the last state has device ${String(id)} ${String(device?.agentStatus)}`);
  }
  if (!told.reachable) complaints.push('the last state has no reachable NAS');
  return complaints;
}
