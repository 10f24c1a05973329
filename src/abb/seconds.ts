export const HOUR_SECONDS = 3600;
export const DAY_SECONDS = 24 * HOUR_SECONDS;

/**
 * A run without an end that began so long ago was broken off, by a power cut for example, and is not taken to be
 * running for ever.
 */
export const ABANDONED_SECONDS = DAY_SECONDS;
