import assert from 'node:assert/strict';
import { Agenda } from '../../../simulator/world/agenda.js';

describe('the agenda of a simulated world', () => {
  it('takes things in order of time, and things of the same second as they were noted', () => {
    const agenda = new Agenda();
    const happened: string[] = [];
    const times = [5, 3, 9, 3, 1, 5, 3, 7, 1];
    times.forEach((at, index) => {
      agenda.note(at, () => {
        happened.push(`${at}:${index}`);
      });
    });
    assert.equal(agenda.nextAt, 1);
    while (agenda.nextAt < Infinity) agenda.take()?.();
    assert.deepEqual(happened, ['1:4', '1:8', '3:1', '3:3', '3:6', '5:0', '5:5', '7:7', '9:2']);
    assert.equal(agenda.take(), undefined);
  });
});
