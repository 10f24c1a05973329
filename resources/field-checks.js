/** What may stand in the fields of a dialog: checks before deploy, each with a sentence that says what is wrong. */
(function () {
  'use strict';

  const abb = (window.abb ??= {});
  if (abb.valid) return;

  // As strict as what reads the parameters when a message comes: a field in order must not fail then.
  const numberIn = (value) => (/^\s*[-+]?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : NaN);
  const isWhole = (value, min, max = Infinity) => {
    const number = numberIn(value);
    return Number.isSafeInteger(number) && number >= min && number <= max;
  };
  const isId = (value) => isWhole(value, 1);

  const BYTE = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
  const IPV4 = new RegExp(`^\\s*${BYTE}(\\.${BYTE}){3}\\s*$`);

  const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

  /** How many seconds a number with one of these units is, `usual` being that of one without. */
  function secondsIn(value, units, usual) {
    const [, digits, unit = usual] = /^\s*(\d+(?:\.\d+)?)\s*([a-z])?\s*$/i.exec(value) ?? [];
    return unit && units.includes(unit.toLowerCase()) ? Number(digits) * SECONDS[unit.toLowerCase()] : NaN;
  }

  const ISO_8601 =
    /^([+-]?\d{4,6})-(\d{2})(?:-(\d{2})([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/;

  /** Whether there is such a moment. Date.parse alone would take February 30, and nearly anything with a number. */
  function isMoment(value) {
    const [, year, month, day = '1'] = ISO_8601.exec(value) ?? [];
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === Number(day) && Date.parse(value) >= 0;
  }

  function isTime(value) {
    const trimmed = value.trim();
    if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) <= 8.64e15;
    return secondsIn(trimmed, 'smhdw') * 1000 <= Date.now() || isMoment(trimmed);
  }

  /** A whole number of days, or of weeks. */
  function isDays(value) {
    const days = /\./.test(value) ? NaN : secondsIn(value, 'dw', 'd') / SECONDS.d;
    return days >= 1 && days <= 365;
  }

  // A hundred years.
  const MOST_HOURS = 100 * 366 * 24;

  function isMaxAge(value) {
    const hours = secondsIn(value, 'hdw', 'h') / SECONDS.h;
    return hours > 0 && hours <= MOST_HOURS;
  }

  function isTimeZone(value) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: value });
      return true;
    } catch {
      return false;
    }
  }

  /** What a fixed value of each kind may look like. A blank one means "not given". */
  const fixed = {
    id: isId,
    ids: isId,
    integer: (value) => isWhole(value, 0),
    positive: isId,
    hour: (value) => isWhole(value, 0, 23),
    minute: (value) => isWhole(value, 0, 59),
    ipv4: (value) => IPV4.test(value),
    limit: (value) => value === 'all' || isId(value),
    number: (value) => numberIn(value) >= 1,
    time: isTime,
    text: () => true,
    days: isDays,
    timeZone: isTimeZone,
    maxAge: isMaxAge,
  };

  const isBlank = (value) => value === undefined || value === null || value === '';
  const isFixed = (type) => type === 'str' || type === 'num';
  const isVariable = (value) => /^\$\{[^}]+\}$/.test(value);
  abb.isVariable = isVariable;

  /**
   * Makes a `validate` function for a property with a TypedInput: what is fixed must make sense, and what comes from
   * elsewhere must say from where; its value is checked when it comes.
   * @param kind one of the kinds above
   * @param typeField the property that holds the type of the TypedInput
   */
  abb.valid = function (kind, typeField) {
    return function (value, opt) {
      if (isBlank(value) || isVariable(String(value))) return true;
      const type = $(`#node-input-${typeField}`).val() || this[typeField];
      if (!isFixed(type)) return RED.validators.typedInput({ type })(value, opt);
      if (fixed[kind](String(value))) return true;
      return opt ? abb.shared(`invalid.${kind}`) : false;
    };
  };

  /** Makes a `validate` function for a number that is no parameter. */
  abb.validBetween = function (min, max, { whole = false } = {}) {
    return function (value, opt) {
      const number = Number(value);
      const fits = number >= min && number <= max && (!whole || Number.isInteger(number));
      if (isBlank(value) || isVariable(String(value)) || fits) return true;
      return opt ? abb.shared('invalid.between', { min, max }) : false;
    };
  };
})();
