/** Watches a NAS: asks it again and again, and tells what happened, once and in order. */
export { type AbbEvent, type DeviceOutcome, EVENT_NAMES, type EventName } from './events.js';
export { Monitor } from './monitor.js';
export type { MonitorOptions, MonitorState, Start, Watcher, WatcherOptions } from './options.js';
export { filePosition } from './position/file.js';
export { memoryPosition, type PositionStore } from './position/store.js';
