/** What may stand in the fields of a dialog: checks before deploy, each with a sentence that says what is wrong. */
(function () {
  'use strict';

  const abb = (window.abb ??= {});
  if (abb.valid) return;

  const isWhole = (value, max = Infinity) => /^\d+$/.test(value) && Number(value) <= max;
  const isId = (value) => /^[1-9]\d*$/.test(value);
  const isTime = (value) => /^\d{4}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value));
  const isIPv4 = (value) =>
    /^\d+(\.\d+){3}$/.test(value) && value.split('.').every((part) => isWhole(part, 255));

  const daysIn = (value) => parseInt(value) * (/w$/i.test(value) ? 7 : 1);

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
    integer: (value) => isWhole(value),
    positive: isId,
    hour: (value) => isWhole(value, 23),
    minute: (value) => isWhole(value, 59),
    ipv4: isIPv4,
    limit: (value) => value === 'all' || isId(value),
    number: (value) => value.trim() !== '' && Number(value) > 0,
    time: (value) => /^\d+(\.\d+)?\s*[smhdw]?$/i.test(value) || isTime(value),
    text: () => true,
    days: (value) => /^\d+\s*[dw]?$/i.test(value) && daysIn(value) >= 1 && daysIn(value) <= 365,
    timeZone: isTimeZone,
    maxAge: (value) => /^\d+(\.\d+)?\s*[hdw]?$/i.test(value) && parseFloat(value) > 0,
  };

  const isBlank = (value) => value === undefined || value === null || value === '';
  const isFixed = (type) => type === 'str' || type === 'num';
  const isVariable = (value) => /^\$\{[^}]+\}$/.test(value);

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
      if (!isFixed(type)) return type === 'word' || RED.validators.typedInput({ type })(value, opt);
      if (fixed[kind](String(value))) return true;
      return opt ? abb.shared(`invalid.${kind}`) : false;
    };
  };

  /** A `validate` function for a number of seconds that is no parameter. */
  abb.validSeconds = function (value, opt) {
    if (isBlank(value) || isVariable(String(value)) || Number(value) > 0) return true;
    return opt ? abb.shared('invalid.number') : false;
  };
})();
