'use strict';

/** Something that the person at the keyboard can understand and mend: its message is all there is to say. */
class Failure extends Error {}

module.exports = { Failure };
