/**
 * What the dialogs of all nodes share: rows for name, session, tasks, parameters and result, and checks before
 * deploy. Runs in the editor's page; `abb` is its only global.
 */
(function () {
  'use strict';

  if (window.abb) return;

  const PACKAGE = '@synoflow/node-red-active-backup';
  const SHARED = `${PACKAGE}/abb-session:abb-session`;
  const FROM_ELSEWHERE = ['msg', 'flow', 'global', 'env', 'jsonata'];

  /** A text that several nodes share; they all stand in the session's catalogue. */
  function shared(key, values) {
    return RED._(`${SHARED}.${key}`, values);
  }

  const isId = (value) => /^[1-9]\d*$/.test(value);
  const isTime = (value) => /^\d{4}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value));

  /** What a fixed value of each kind may look like. A blank one means "not given". */
  const fixed = {
    id: isId,
    ids: isId,
    integer: (value) => /^\d+$/.test(value),
    limit: (value) => value === 'all' || isId(value),
    number: (value) => value.trim() !== '' && Number(value) > 0,
    time: (value) => /^\d+(\.\d+)?\s*[smhdw]?$/i.test(value) || isTime(value),
  };

  /** The TypedInput types of each kind; the first is the one of a new node. */
  const types = {
    id: () => ['num', ...FROM_ELSEWHERE],
    ids: () => ['num', 'json', ...FROM_ELSEWHERE],
    integer: () => ['num', ...FROM_ELSEWHERE],
    limit: () => ['str', ...FROM_ELSEWHERE],
    number: () => ['num', ...FROM_ELSEWHERE],
    time: () => ['str', 'date', ...FROM_ELSEWHERE],
    text: () => ['str', ...FROM_ELSEWHERE],
    flag: () => ['bool', ...FROM_ELSEWHERE],
    confirmation: () => ['msg', 'flow', 'global', 'env', 'jsonata', 'str', 'json'],
    word: ({ words }) => [
      { value: 'word', label: shared('editor.choice'), options: options(words) },
      ...FROM_ELSEWHERE,
    ],
  };

  function options(words) {
    const any = { value: '', label: shared('editor.any') };
    return [any, ...words.map((word) => ({ value: word, label: shared(`word.${word}`) }))];
  }

  const isFixed = (type) => type === 'str' || type === 'num';
  const isVariable = (value) => /^\$\{[^}]+\}$/.test(value);

  /**
   * Makes a `validate` function for a property with a TypedInput: what is fixed must make sense, what comes from
   * elsewhere is checked when it comes.
   * @param kind one of the kinds above
   * @param typeField the property that holds the type of the TypedInput
   */
  function valid(kind, typeField) {
    return function (value, opt) {
      if (value === undefined || value === null || value === '' || isVariable(String(value))) return true;
      const type = $(`#node-input-${typeField}`).val() || this[typeField];
      if (!isFixed(type) || fixed[kind](String(value))) return true;
      return opt ? shared(`invalid.${kind}`) : false;
    };
  }

  /** What each node type's dialog consists of, beside name and session. */
  const dialogs = {};

  /** What the dialogs that are open have to do when they are saved, by the id of their node. */
  const saves = {};

  /**
   * Declares the dialog of an operation's node.
   * @param type the node type
   * @param declaration `tasks`: the names of the task parameters; `operations`: what a node with several of them can
   *   do; `parameters`: kind and looks of each; `settings`: numbers of seconds that are no parameters; `deleting`,
   *   `split`: whether the rows for these are shown
   */
  function dialog(type, declaration) {
    dialogs[type] = declaration;
    const template = $('<script type="text/html">').attr('data-template-name', type);
    template.text(
      row('name', '<span data-i18n="node-red:common.label.name"></span>', 'tag').append(
        '<input type="text" id="node-input-name" data-i18n="[placeholder]node-red:common.label.name">',
      )[0].outerHTML +
        row('session', `<span data-i18n="${SHARED}.label.session"></span>`, 'server').append(
          '<input type="text" id="node-input-session">',
        )[0].outerHTML +
        '<div id="abb-rows"></div>',
    );
    $('#red-ui-editor-node-configs').append(template);
  }

  /** For `oneditprepare`: fills the dialog of a node. */
  function open() {
    const { tasks, operations, parameters = {}, settings = {}, deleting, split } = dialogs[this.type];
    const rows = $('#abb-rows');
    if (operations) operationRow(this, rows, operations);
    saves[this.id] = tasks ? taskRow(this, rows, tasks) : () => undefined;
    for (const [name, parameter] of Object.entries(parameters)) parameterRow(this, rows, name, parameter);
    for (const [name, setting] of Object.entries(settings)) secondsRow(this, rows, name, setting);
    if (deleting) deletingRows(this, rows);
    if (split) checkboxRow(this, rows, 'split', 'scissors');
    outputRow(this, rows);
  }

  /** For `oneditsave`: puts what the dialog shows where the editor looks for it. */
  function save() {
    saves[this.id]();
    delete saves[this.id];
  }

  /** A row with a label, as every dialog of Node-RED has them. `label` is HTML of our own. */
  function row(name, label, icon) {
    return $('<div class="form-row">').append(
      $('<label>')
        .attr('for', `node-input-${name}`)
        .append($('<i>').addClass(`fa fa-${icon}`), ' ', label),
    );
  }

  /** A row for a parameter with a TypedInput. */
  function parameterRow(node, rows, name, parameter) {
    const { kind, icon = 'filter', placeholder, label = name } = parameter;
    const input = $('<input type="text" style="width: 70%">').attr({ id: `node-input-${name}`, placeholder });
    const type = $('<input type="hidden">').attr('id', `node-input-${name}Type`);
    row(name, shared(`parameter.${label}`), icon)
      .append(input, type)
      .appendTo(rows);
    const offered = types[kind](parameter);
    input.typedInput({ types: offered, typeField: type });
    input.typedInput('type', node[`${name}Type`] || offered[0].value || offered[0]);
    input.typedInput('value', node[name] === undefined ? '' : String(node[name]));
  }

  /**
   * A row that asks for a task by name or by id. The node keeps both as parameters of their own, one of them blank.
   * @param names the two parameters, such as `{ byName: 'taskName', byId: 'taskId' }`
   * @returns what to do when the dialog is saved
   */
  function taskRow(node, rows, { byName, byId, several = false }) {
    const by = select('task-by', '24%', { name: shared('editor.byName'), id: shared('editor.byId') });
    const input = $('<input type="text" id="node-input-task" style="width: 45%">');
    const type = $('<input type="hidden" id="node-input-task-type">');
    const stored = [byName, `${byName}Type`, byId, `${byId}Type`].map((name) =>
      $('<input type="hidden">').attr('id', `node-input-${name}`),
    );
    row('task', shared(several ? 'parameter.tasks' : 'parameter.task'), 'tasks')
      .append(by, ' ', input, type, ...stored)
      .appendTo(rows);
    const chosen = node[byId] !== undefined && node[byId] !== '' ? byId : byName;
    const offered = () => [
      by.val() === 'id' ? 'num' : 'str',
      ...(several ? ['json'] : []),
      ...FROM_ELSEWHERE,
    ];
    by.val(chosen === byId ? 'id' : 'name');
    input.typedInput({ types: offered(), typeField: type });
    input.typedInput('type', node[`${chosen}Type`] || offered()[0]);
    input.typedInput('value', node[chosen] === undefined ? '' : String(node[chosen]));
    by.on('change', () => input.typedInput('types', offered()));
    return function () {
      const [kept, blank] = by.val() === 'id' ? [byId, byName] : [byName, byId];
      $(`#node-input-${kept}`).val(input.typedInput('value'));
      $(`#node-input-${kept}Type`).val(input.typedInput('type'));
      $(`#node-input-${blank}`).val('');
      $(`#node-input-${blank}Type`).val(blank === byId ? 'num' : 'str');
    };
  }

  /** A row for what a node with several operations does. */
  function operationRow(node, rows, operations) {
    const labels = operations.map((operation) => [operation, node._(`${node.type}.operation.${operation}`)]);
    const input = select('operation', '70%', Object.fromEntries(labels)).val(node.operation || operations[0]);
    row('operation', shared('editor.operation'), 'cog').append(input).appendTo(rows);
  }

  /** A row for a number of seconds. */
  function secondsRow(node, rows, name, { icon }) {
    const input = $('<input type="number" min="1" style="width: 80px">').attr('id', `node-input-${name}`);
    row(name, shared(`editor.${name}`), icon)
      .append(input.val(node[name]), ' ', shared('editor.seconds'))
      .appendTo(rows);
  }

  /** The rows of a node that deletes: the first of its two keys, and the rehearsal. */
  function deletingRows(node, rows) {
    checkboxRow(node, rows, 'armed', 'unlock');
    checkboxRow(node, rows, 'dryRun', 'flask');
    $('<div class="form-tips">').text(shared('tip.deleting')).appendTo(rows);
  }

  function checkboxRow(node, rows, name, icon) {
    const id = `node-input-${name}`;
    const box = $('<input type="checkbox" style="width: auto; margin: 0 8px 0 0; vertical-align: top">');
    row(name, shared(`editor.${name}`), icon)
      .append(
        box.attr('id', id).prop('checked', node[name] === true),
        $('<label style="width: 65%">')
          .attr('for', id)
          .text(shared(`editor.${name}Hint`)),
      )
      .appendTo(rows);
  }

  /** A row that says whether the result is normalised or as DSM sent it. */
  function outputRow(node, rows) {
    const forms = { normalised: shared('editor.normalised'), raw: shared('editor.raw') };
    const input = select('output', '70%', forms).val(node.output || 'normalised');
    row('output', shared('editor.output'), 'sign-out').append(input).appendTo(rows);
  }

  function select(name, width, choices) {
    const options = Object.entries(choices).map(([value, label]) => $('<option>').val(value).text(label));
    return $('<select>').attr('id', `node-input-${name}`).css('width', width).append(options);
  }

  /** For `label`: the name, or what the node does. */
  function label() {
    return this.name || this._(`${this.type}.label.node`);
  }

  /** For `labelStyle`: given names are in italics, as everywhere in the editor. */
  function labelStyle() {
    return this.name ? 'node_label_italic' : '';
  }

  window.abb = { dialog, label, labelStyle, open, save, shared, valid };
})();
