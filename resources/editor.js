/**
 * What the dialogs of all nodes share: rows for name, session, tasks, parameters and result. Runs in the editor's
 * page, where `abb` is the only global of this package; its parts load in any order.
 */
(function () {
  'use strict';

  const abb = (window.abb ??= {});
  if (abb.dialog) return;

  const PACKAGE = '@synoflow/node-red-active-backup';
  const SHARED = `${PACKAGE}/abb-session:abb-session`;
  const FROM_ELSEWHERE = ['msg', 'flow', 'global', 'env', 'jsonata'];

  // Wide enough for the longest label in either language; Node-RED's own 100 pixels are not.
  const LABEL_WIDTH = '145px';
  const FIELD_WIDTH = 'calc(100% - 150px)';

  /** A text that several nodes share; they all stand in the session's catalogue. */
  function shared(key, values) {
    return RED._(`${SHARED}.${key}`, values);
  }

  /** The TypedInput types of each kind; the first is the one of a new node. */
  const types = {
    id: () => ['num', ...FROM_ELSEWHERE],
    ids: () => ['num', 'json', ...FROM_ELSEWHERE],
    integer: () => ['num', ...FROM_ELSEWHERE],
    positive: () => ['num', ...FROM_ELSEWHERE],
    hour: () => ['num', ...FROM_ELSEWHERE],
    minute: () => ['num', ...FROM_ELSEWHERE],
    ipv4: () => ['str', ...FROM_ELSEWHERE],
    limit: () => ['str', ...FROM_ELSEWHERE],
    number: () => ['num', ...FROM_ELSEWHERE],
    time: () => ['str', 'date', ...FROM_ELSEWHERE],
    text: () => ['str', ...FROM_ELSEWHERE],
    days: () => ['str', ...FROM_ELSEWHERE],
    timeZone: () => ['str', ...FROM_ELSEWHERE],
    maxAge: () => ['str', 'json', ...FROM_ELSEWHERE],
    flag: () => ['bool', ...FROM_ELSEWHERE],
    confirmation: () => ['msg', 'flow', 'global', 'env', 'jsonata', 'str', 'json'],
    word: ({ words, blank = 'any' }) => [
      {
        value: 'word',
        label: shared('editor.choice'),
        icon: 'fa fa-list-ul',
        options: options(words, blank),
      },
      ...FROM_ELSEWHERE,
    ],
  };

  function options(words, blank) {
    const none = { value: '', label: shared(`editor.${blank}`) };
    return [none, ...words.map((word) => ({ value: word, label: shared(`word.${word}`) }))];
  }

  /** What each node type's dialog consists of, beside name and session. */
  const dialogs = {};

  /** What the dialogs that are open have to do when they are saved, by the id of their node. */
  const saves = {};

  /**
   * Declares the dialog of an operation's node.
   * @param type the node type
   * @param declaration `tasks`, `devices`: the names of the parameters that choose some; `operations`: what a node
   *   with several of them can do; `parameters`: kind and looks of each; `settings`: numbers of seconds that are no
   *   parameters; `deleting`, `split`: whether the rows for these are shown; `output`: false where there is no choice;
   *   `extra`: adds rows of its own, and gives back what to do when the dialog is saved
   */
  function dialog(type, declaration) {
    dialogs[type] = declaration;
    const name = $('<input type="text" id="node-input-name">').attr('style', `width: ${FIELD_WIDTH}`);
    const session = $('<input type="text" id="node-input-session">').attr('style', `width: ${FIELD_WIDTH}`);
    name.attr('data-i18n', '[placeholder]node-red:common.label.name');
    const template = $('<script type="text/html">').attr('data-template-name', type);
    template.text(
      [
        row('name', $('<span data-i18n="node-red:common.label.name">'), 'tag').append(name),
        row('session', $('<span>').attr('data-i18n', `${SHARED}.label.session`), 'server').append(session),
        $('<div id="abb-rows">'),
      ]
        .map((part) => part[0].outerHTML)
        .join(''),
    );
    $('#red-ui-editor-node-configs').append(template);
  }

  /** For `oneditprepare`: fills the dialog of a node. */
  function open() {
    const {
      tasks,
      devices,
      operations,
      parameters = {},
      settings = {},
      deleting,
      split,
    } = dialogs[this.type];
    const { extra, output = true } = dialogs[this.type];
    const rows = $('#abb-rows');
    if (operations) operationRow(this, rows, operations);
    const saving = [];
    if (tasks) saving.push(chosenRow(this, rows, 'task', tasks));
    if (devices) saving.push(chosenRow(this, rows, 'device', devices));
    if (extra) saving.push(extra(this, rows, { row, stored, select, sideBySide, FIELD_WIDTH }));
    saves[this.id] = saving;
    for (const [name, parameter] of Object.entries(parameters)) parameterRow(this, rows, name, parameter);
    for (const [name, setting] of Object.entries(settings)) secondsRow(this, rows, name, setting);
    if (deleting) deletingRows(this, rows);
    if (split) checkboxRow(this, rows, 'split', 'scissors');
    if (output) outputRow(this, rows);
  }

  /** What a property holds; a node from an older flow may lack it, and then has what a new node would have. */
  function stored(node, name) {
    const value = node[name] ?? node._def.defaults[name]?.value;
    return value === undefined || value === null ? '' : String(value);
  }

  /** For `oneditsave`: puts what the dialog shows where the editor looks for it. */
  function save() {
    for (const saveRow of saves[this.id]) saveRow();
    delete saves[this.id];
  }

  /** For `oneditcancel`: forgets the dialog. */
  function cancel() {
    delete saves[this.id];
  }

  /** A row with a label, as every dialog of Node-RED has them. */
  function row(name, label, icon) {
    return $('<div class="form-row">').append(
      $('<label>')
        .attr({ for: `node-input-${name}`, style: `width: ${LABEL_WIDTH}` })
        .append($('<i>').addClass(`fa fa-${icon}`), ' ', label),
    );
  }

  /** Keeps the parts of a field side by side in the width of one. */
  function sideBySide(...parts) {
    return $('<div>')
      .attr('style', `display: inline-flex; gap: 6px; width: ${FIELD_WIDTH}; vertical-align: middle`)
      .append(...parts);
  }

  /** Text in a row for a parameter that was left blank. */
  function placeholder(name, { kind, placeholder: own }) {
    if (own) return own;
    if (kind === 'timeZone' || kind === 'maxAge') return shared(`placeholder.${kind}`);
    if (kind !== 'time') return '';
    return name === 'to' ? shared('placeholder.now') : shared('placeholder.time');
  }

  /** A row for a parameter with a TypedInput. */
  function parameterRow(node, rows, name, parameter) {
    const { kind, icon = 'filter', label = name, live } = parameter;
    const input = $('<input type="text">').attr({
      id: `node-input-${name}`,
      placeholder: placeholder(name, parameter),
      style: `width: ${live ? '100%' : FIELD_WIDTH}`,
    });
    const type = $('<input type="hidden">').attr('id', `node-input-${name}Type`);
    const field = live ? sideBySide(input, abb.pickButton(live(input))) : input;
    row(name, document.createTextNode(shared(`parameter.${label}`)), icon)
      .append(field, type)
      .appendTo(rows);
    const offered = types[kind](parameter);
    input.typedInput({ types: offered, typeField: type });
    input.typedInput('type', stored(node, `${name}Type`) || offered[0].value || offered[0]);
    input.typedInput('value', stored(node, name));
  }

  /** What stands for tasks or devices: how their row looks. */
  const subjects = {
    task: {
      icon: 'tasks',
      one: 'parameter.task',
      several: 'parameter.tasks',
      every: 'placeholder.everyTask',
    },
    device: { icon: 'desktop', several: 'parameter.devices', every: 'placeholder.everyDevice' },
  };

  /**
   * A row that asks for tasks or devices by name or by id. The node keeps both as parameters of their own, one of them
   * blank.
   * @param subject `task` or `device`
   * @param names the two parameters, such as `{ byName: 'taskName', byId: 'taskId' }`; `required`: whether a message
   *   must bring one when this is left blank; `messages`: false where no message can bring anything
   * @returns what to do when the dialog is saved
   */
  function chosenRow(node, rows, subject, names) {
    const { byName, byId, several = false, required = several, messages = true } = names;
    const { icon, every, ...labels } = subjects[subject];
    const by = select(`${subject}-by`, 'auto', {
      name: shared('editor.byName'),
      id: shared('editor.byId'),
    });
    const input = $('<input type="text" style="width: 100%">').attr('id', `node-input-${subject}`);
    input.attr('placeholder', shared(required ? 'placeholder.fromMessage' : every));
    const type = $('<input type="hidden">').attr('id', `node-input-${subject}-type`);
    const kept = [byName, `${byName}Type`, byId, `${byId}Type`].map((name) =>
      $('<input type="hidden">').attr('id', `node-input-${name}`),
    );
    const pick = abb.pickButton(abb.live[`${subject}s`]({ by, input, several }));
    row(subject, document.createTextNode(shared(several ? labels.several : labels.one)), icon)
      .append(sideBySide(by.css('flex', 'none'), input, pick), type, ...kept)
      .appendTo(rows);
    const chosen = stored(node, byId) === '' ? byName : byId;
    const offered = () => [
      by.val() === 'id' ? 'num' : 'str',
      ...(several ? ['json'] : []),
      ...FROM_ELSEWHERE.filter((from) => messages || from !== 'msg'),
    ];
    by.val(chosen === byId ? 'id' : 'name');
    input.typedInput({ types: offered(), typeField: type });
    input.typedInput('type', stored(node, `${chosen}Type`) || offered()[0]);
    input.typedInput('value', stored(node, chosen));
    by.on('change', () => input.typedInput('types', offered()));
    return function () {
      const [given, blank] = by.val() === 'id' ? [byId, byName] : [byName, byId];
      $(`#node-input-${given}`).val(input.typedInput('value'));
      $(`#node-input-${given}Type`).val(input.typedInput('type'));
      $(`#node-input-${blank}`).val('');
      $(`#node-input-${blank}Type`).val(blank === byId ? 'num' : 'str');
    };
  }

  /** A row for what a node with several operations does. */
  function operationRow(node, rows, operations) {
    const labels = operations.map((operation) => [operation, node._(`${node.type}.operation.${operation}`)]);
    const input = select('operation', FIELD_WIDTH, Object.fromEntries(labels));
    input.val(stored(node, 'operation') || operations[0]);
    row('operation', document.createTextNode(shared('editor.operation')), 'cog')
      .append(input)
      .appendTo(rows);
  }

  /** A row for a number of seconds. */
  function secondsRow(node, rows, name, { icon }) {
    // A number input could not hold an environment variable, and would store nothing in its place.
    const input = $('<input type="text" inputmode="decimal" style="width: 90px">').attr(
      'id',
      `node-input-${name}`,
    );
    row(name, document.createTextNode(shared(`editor.${name}`)), icon)
      .append(input.val(stored(node, name)), ' ', document.createTextNode(shared('editor.seconds')))
      .appendTo(rows);
  }

  /** The rows of a node that deletes: the first of its two keys, the rehearsal, and what they amount to. */
  function deletingRows(node, rows) {
    const armed = checkboxRow(node, rows, 'armed', 'unlock');
    const dryRun = checkboxRow(node, rows, 'dryRun', 'flask');
    const tip = $('<div class="form-tips abb-deleting" style="margin-bottom: 12px">').appendTo(rows);
    const show = () => {
      // Of a variable nobody knows here what it says: then it is taken for the more dangerous.
      const isArmed = valueOf(armed) !== 'false';
      const deletes = isArmed && valueOf(dryRun) !== 'true';
      const sentence = deletes ? 'tip.deletes' : isArmed ? 'tip.dryRun' : 'tip.notArmed';
      tip.text(` ${shared(sentence)}`).prepend($('<i class="fa">').addClass(deletes ? WARNS : INFORMS));
      tip.css('border-color', deletes ? 'var(--red-ui-text-color-error)' : '');
      tip.children('i').css('color', deletes ? 'var(--red-ui-text-color-error)' : '');
    };
    armed.add(dryRun).on('change input', show);
    show();
  }

  const WARNS = 'fa-exclamation-triangle';
  const INFORMS = 'fa-info-circle';

  /** What a row with a box says: `true`, `false`, or a variable. */
  function valueOf(input) {
    if (input.is(':checkbox')) return String(input.prop('checked'));
    return input.val() === '' ? 'false' : input.val();
  }

  /** A row with a box to tick, or with the environment variable that stands in its place; answers the input. */
  function checkboxRow(node, rows, name, icon) {
    if (abb.isVariable(stored(node, name))) {
      const input = $('<input type="text">').attr({
        id: `node-input-${name}`,
        style: `width: ${FIELD_WIDTH}`,
      });
      row(name, document.createTextNode(shared(`editor.${name}`)), icon)
        .append(input.val(stored(node, name)))
        .appendTo(rows);
      return input;
    }
    const box = $('<input type="checkbox" style="width: auto; margin: 0 8px 0 0; flex: none">');
    box.attr('id', `node-input-${name}`).prop('checked', stored(node, name) === 'true');
    const hint = $('<label>').attr({
      for: `node-input-${name}`,
      style: `display: inline-flex; align-items: center; width: ${FIELD_WIDTH}; vertical-align: middle`,
    });
    row(name, document.createTextNode(shared(`editor.${name}`)), icon)
      .append(hint.append(box, $('<span>').text(shared(`editor.${name}Hint`))))
      .appendTo(rows);
    return box;
  }

  /** A row that says whether the result is normalised or as DSM sent it. */
  function outputRow(node, rows) {
    const forms = { normalised: shared('editor.normalised'), raw: shared('editor.raw') };
    const input = select('output', FIELD_WIDTH, forms).val(stored(node, 'output') || 'normalised');
    row('output', document.createTextNode(shared('editor.output')), 'sign-out')
      .append(input)
      .appendTo(rows);
  }

  function select(name, width, choices) {
    const options = Object.entries(choices).map(([value, label]) => $('<option>').val(value).text(label));
    return $('<select>')
      .attr({ id: `node-input-${name}`, style: `width: ${width}` })
      .append(options);
  }

  /** For `label`: the name, or what the node does. */
  function label() {
    return this.name || this._(`${this.type}.label.node`);
  }

  /** For `labelStyle`: given names are in italics, as everywhere in the editor. */
  function labelStyle() {
    return this.name ? 'node_label_italic' : '';
  }

  /** For `icon` of a node that deletes: a warning when it is armed. In the palette there is no node. */
  function deletingIcon() {
    const isArmed = !['', 'false', 'undefined'].includes(String(this?.armed));
    return isArmed ? 'font-awesome/fa-exclamation-triangle' : 'abb.svg';
  }

  Object.assign(abb, { cancel, deletingIcon, dialog, label, labelStyle, open, save, shared });
})();
