import assert from 'node:assert/strict';

import { Bookmark } from '../../../src/monitor/position/bookmark.js';
import { newPosition, type Position } from '../../../src/monitor/position/position.js';
import { memoryPosition } from '../../../src/monitor/position/store.js';

function unexpected(sentence: string): void {
  throw new Error(sentence);
}

const POLLED_AT = 1_800_000_000;

/** A watch that has told so many per cent of a run. */
function told(percent: number): Position {
  const job = { id: 7, at: POLLED_AT - 60, taskId: 1, taskName: 'Berta', since: POLLED_AT, percent };
  const results = { high: 7, recent: [], open: [job], gaps: [], unseen: [] };
  return { ...newPosition(POLLED_AT), results };
}

describe('the bookmark of a watch', () => {
  it('keeps what was told last when it is closed, also when no second has passed since it was saved', async () => {
    const store = memoryPosition();
    const bookmark = new Bookmark(store, newPosition(POLLED_AT), unexpected);
    await bookmark.move(told(0), POLLED_AT * 1000);
    await bookmark.move(told(99), POLLED_AT * 1000);
    await bookmark.close();
    assert.deepEqual(await store.load(), told(99));
  });

  it('does not take a disk that fails for a moment for the end of what it knew', async () => {
    const store = memoryPosition();
    await store.save(told(7));
    let puttings = 0;
    const setAside = () => Promise.resolve(void (puttings += 1));
    const busy = { ...store, setAside, load: () => Promise.reject(new Error('EMFILE: too many open files')) };
    const bookmark = new Bookmark(busy, newPosition(POLLED_AT), unexpected);
    await assert.rejects(bookmark.load(), /EMFILE/);
    await bookmark.close();
    assert.equal(puttings, 0);
    assert.deepEqual(await store.load(), told(7));
  });

  it('tries again at the next poll, and when it is closed, what could not be saved; and says so once each time', async () => {
    const store = memoryPosition();
    let isFull = true;
    const save = (position: Position) =>
      isFull ? Promise.reject(new Error('ENOSPC: no space left')) : store.save(position);
    const notices: string[] = [];
    const disk = { ...store, save };
    const bookmark = new Bookmark(disk, newPosition(POLLED_AT), (sentence) => notices.push(sentence));
    await bookmark.move(told(0), POLLED_AT * 1000);
    await bookmark.move(told(0), POLLED_AT * 1000);
    assert.equal(notices.length, 1);
    isFull = false;
    await bookmark.move(told(0), POLLED_AT * 1000);
    assert.deepEqual(await store.load(), told(0));
    isFull = true;
    const next: Position = { ...told(0), unreachable: true };
    await bookmark.move(next, POLLED_AT * 1000);
    assert.equal(notices.length, 2);
    isFull = false;
    await bookmark.close();
    assert.deepEqual(await store.load(), next);
  });

  it('does not save progress alone while it is open', async () => {
    const store = memoryPosition();
    const bookmark = new Bookmark(store, newPosition(POLLED_AT), unexpected);
    await bookmark.move(told(0), POLLED_AT * 1000);
    await bookmark.move(told(50), POLLED_AT * 1000);
    assert.deepEqual(await store.load(), told(0));
  });
});
