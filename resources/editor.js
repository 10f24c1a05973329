/**
 * What the dialogs of all nodes share: rows for parameters, a row for the task, checks before deploy.
 * Runs in the editor's page; `abb` is its only global.
 */
(function () {
  'use strict';

  if (window.abb) return;

  const PACKAGE = '@synoflow/node-red-active-backup';
  const FROM_ELSEWHERE = ['msg', 'flow', 'global', 'env', 'jsonata'];

  /** A text that several nodes share; they all stand in the session's catalogue. */
  function shared(key, values) {
    return RED._(`${PACKAGE}/abb-session:abb-session.${key}`, values);
  }

  /** What a fixed value of each kind may look like. A blank one is checked by `required`. */
  const fixed = {
    id: (value) => /^[1-9]\d*$/.test(value),
    integer: (value) => /^\d+$/.test(value),
    limit: (value) => value === 'all' || /^[1-9]\d*$/.test(value),
    number: (value) => value.trim() !== '' && Number(value) > 0,
    time: (value) =>
      /^\d+(\.\d+)?\s*[smhdw]?$/i.test(value) ||
      (/^\d{4}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value))),
    word: () => true,
    text: () => true,
    flag: () => true,
  };

  /** The TypedInput types of each kind. */
  const types = {
    id: () => ['num', ...FROM_ELSEWHERE],
    integer: () => ['num', ...FROM_ELSEWHERE],
    limit: () => ['str', ...FROM_ELSEWHERE],
    number: () => ['num', ...FROM_ELSEWHERE],
    time: () => ['str', 'date', ...FROM_ELSEWHERE],
    text: () => ['str', ...FROM_ELSEWHERE],
    flag: () => ['bool', ...FROM_ELSEWHERE],
    word: ({ words }) => [
      { value: 'word', label: shared('editor.choice'), options: options(words) },
      ...FROM_ELSEWHERE,
    ],
  };

  function options(words) {
    const any = { value: '', label: shared('editor.any') };
    return [any, ...words.map((word) => ({ value: word, label: shared(`word.${word}`) }))];
  }

  const isFixed = (type) => type === 'str' || type === 'num' || type === 'bool';
  const isVariable = (value) => /^\$\{[^}]+\}$/.test(value);

  /**
   * Makes a `validate` function for a property with a TypedInput.
   * @param kind one of the kinds above
   */
  function valid(kind) {
    return function (value, opt) {
      if (value === undefined || value === null || value === '' || isVariable(String(value))) return true;
      const name = opt && opt.name;
      const type = typeOf(this, name);
      if (!isFixed(type) || fixed[kind](String(value))) return true;
      return opt ? shared(`invalid.${kind}`) : false;
    };
  }

  function typeOf(node, name) {
    const field = $(`#node-input-${name}Type`);
    return field.length > 0 ? field.val() : node[`${name}Type`];
  }

  /** A row with a label, as every dialog of Node-RED has them. */
  function row(name, label, icon) {
    return $('<div class="form-row">').append(
      $('<label>')
        .attr('for', `node-input-${name}`)
        .append($('<i>').addClass(`fa fa-${icon}`), document.createTextNode(` ${label}`)),
    );
  }

  /** A row for a parameter with a TypedInput. */
  function parameterRow(node, container, name, parameter) {
    const { kind, icon = 'filter', placeholder } = parameter;
    const input = $('<input type="text" style="width: 70%">').attr({ id: `node-input-${name}`, placeholder });
    const type = $('<input type="hidden">').attr('id', `node-input-${name}Type`);
    row(name, shared(`parameter.${name}`), icon)
      .append(input, type)
      .appendTo(container);
    const offered = types[kind](parameter);
    input.typedInput({ types: offered, typeField: type });
    input.typedInput('type', node[`${name}Type`] || offered[0].value || offered[0]);
    input.typedInput('value', node[name] === undefined ? '' : node[name]);
  }

  /**
   * A row that asks for a task by name or by id. The node keeps both as parameters of their own, one of them blank.
   * @param names the two parameters, such as `{ byName: 'taskName', byId: 'taskId' }`
   */
  function taskRow(node, container, { byName, byId, several = false }) {
    const by = $('<select id="node-input-task-by" style="width: 20%">').append(
      $('<option value="name">').text(shared('editor.byName')),
      $('<option value="id">').text(shared('editor.byId')),
    );
    const input = $('<input type="text" id="node-input-task" style="width: 48%; margin-left: 2%">');
    const type = $('<input type="hidden" id="node-input-task-type">');
    const stored = [byName, `${byName}Type`, byId, `${byId}Type`].map((name) =>
      $('<input type="hidden">').attr('id', `node-input-${name}`),
    );
    row('task', shared(several ? 'parameter.tasks' : 'parameter.task'), 'tasks')
      .append(by, input, type, ...stored)
      .appendTo(container);
    input.typedInput({ types: ['str', 'num', 'json', ...FROM_ELSEWHERE], typeField: type });
    const chosen = node[byId] !== undefined && node[byId] !== '' ? byId : byName;
    by.val(chosen === byId ? 'id' : 'name');
    const fit = () => {
      const fixedType = by.val() === 'id' ? 'num' : 'str';
      input.typedInput('types', [fixedType, ...(several ? ['json'] : []), ...FROM_ELSEWHERE]);
    };
    fit();
    by.on('change', fit);
    input.typedInput('type', node[`${chosen}Type`] || 'str');
    input.typedInput('value', node[chosen] === undefined ? '' : node[chosen]);
    return function save() {
      const [kept, blank] = by.val() === 'id' ? [byId, byName] : [byName, byId];
      $(`#node-input-${kept}`).val(input.typedInput('value'));
      $(`#node-input-${kept}Type`).val(input.typedInput('type'));
      $(`#node-input-${blank}`).val('');
      $(`#node-input-${blank}Type`).val(blank === byId ? 'num' : 'str');
    };
  }

  /** A row that says whether the result is normalised or as DSM sent it. */
  function outputRow(node, container) {
    const select = $('<select id="node-input-output" style="width: 70%">').append(
      $('<option value="normalised">').text(shared('editor.normalised')),
      $('<option value="raw">').text(shared('editor.raw')),
    );
    row('output', shared('editor.output'), 'sign-out').append(select).appendTo(container);
    select.val(node.output || 'normalised');
  }

  /**
   * Fills the dialog of an operation's node.
   * @param node the node that is edited
   * @param dialog `tasks`: the names of the task parameters; `parameters`: kind and looks of each other one
   * @returns a function for `oneditsave`
   */
  function dialog(node, { tasks, parameters = {} }) {
    const container = $('#abb-parameters');
    const saves = tasks ? [taskRow(node, container, tasks)] : [];
    for (const [name, parameter] of Object.entries(parameters))
      parameterRow(node, container, name, parameter);
    outputRow(node, container);
    return () => saves.forEach((save) => save());
  }

  window.abb = { dialog, shared, valid };
})();
