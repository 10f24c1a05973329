/**
 * Lists from the NAS to choose from while a dialog is open. A convenience: everything can be typed as well, and must
 * be while the NAS is away or the session is not deployed yet.
 */
(function () {
  'use strict';

  const abb = (window.abb ??= {});
  if (abb.live) return;

  /**
   * A button that opens a list beside it.
   * @param list `ask`: the address below `abb/<session id>/`, or the sentence to show instead; `describe`: text and
   *   remark of a row; `isChosen`: whether a row is chosen now; `choose`: takes the chosen rows; `several`: whether
   *   more than one can be
   */
  abb.pickButton = function (list) {
    const title = abb.shared('live.button');
    const button = $('<button type="button" class="red-ui-button" style="flex: none">')
      .attr({ title, 'aria-label': title })
      .append('<i class="fa fa-search">');
    return button.on('click', () => openPanel(button, list));
  };

  function openPanel(button, list) {
    const content = $('<div class="abb-live" style="width: 400px; padding: 8px">');
    const panel = RED.popover.panel(content);
    content.append(
      $('<i class="fa fa-spinner fa-spin">'),
      ' ',
      document.createTextNode(abb.shared('live.asking')),
    );
    content.on('keydown', (event) => {
      if (event.key !== 'Escape') return;
      // Node-RED's own handler stumbles over a focus that has gone with the panel.
      event.stopPropagation();
      panel.hide();
      button.trigger('focus');
    });
    panel.show({ target: button, align: 'left', offset: [button.outerWidth(), 2] });
    fetchRows(list).then(
      (rows) => showRows(content, rows, list, () => panel.hide()),
      (sentence) => content.text(sentence),
    );
  }

  /** The rows of a list; rejects with a sentence. */
  function fetchRows({ ask }) {
    const session = $('#node-input-session').val();
    if (!session || session === '_ADD_') return Promise.reject(abb.shared('live.noSession'));
    const { address, query, sentence } = ask();
    if (sentence) return Promise.reject(sentence);
    return new Promise((resolve, reject) => {
      $.getJSON(`abb/${encodeURIComponent(session)}/${address}`, query)
        .done(resolve)
        .fail((reply) => reject(reply.responseJSON?.message ?? abb.shared('live.failed')));
    });
  }

  function showRows(content, rows, { describe, isChosen, choose, several }, close) {
    if (rows.length === 0) {
      content.text(abb.shared('live.none'));
      return;
    }
    const items = rows.map((row) => {
      const { text, remark } = describe(row);
      const element = $(
        '<div style="flex-grow: 1; display: flex; gap: 8px; justify-content: space-between; padding-right: 8px">',
      );
      element.append($('<span>').text(text), $('<span style="opacity: 0.7">').text(remark));
      return { element, row, text, ...(several ? { checkbox: true, selected: isChosen(row) } : {}) };
    });
    const search = $('<input type="text">').attr('aria-label', abb.shared('live.button'));
    const tree = $('<div>').css({ width: '100%', height: `${Math.min(items.length, 9) * 32 + 12}px` });
    content.empty().append(search, tree);
    search.searchBox({
      change: () => {
        const wanted = search.val().toLowerCase();
        tree.treeList('filter', wanted === '' ? null : (item) => item.text.toLowerCase().includes(wanted));
      },
    });
    tree.treeList({ data: items, autoSelect: false, selectable: !several });
    tree.on('treelistselect treelistconfirm', (event, item) => {
      const chosen = several ? items.filter(({ selected }) => selected) : [item];
      choose(chosen.map(({ row }) => row));
      if (!several) close();
    });
    search.trigger('focus');
  }

  /** Puts values into a TypedInput: one as it is, several as JSON. */
  function fill(input, values, type) {
    input.typedInput('type', values.length > 1 ? 'json' : type);
    input.typedInput('value', values.length > 1 ? JSON.stringify(values) : String(values[0] ?? ''));
  }

  /** The values that a TypedInput holds, as texts; none when they come from elsewhere. */
  function held(input) {
    const value = input.typedInput('value');
    const type = input.typedInput('type');
    if (type === 'str' || type === 'num') return value === '' ? [] : [value];
    if (type !== 'json') return [];
    try {
      return [JSON.parse(value)].flat().map(String);
    } catch {
      return [];
    }
  }

  /** Makes a list of what has an id, a name and a kind, for a field that names some or gives their ids. */
  function named(address) {
    return function ({ by, input, several }) {
      const key = (each) => (by.val() === 'id' ? each.id : each.name);
      return {
        several,
        ask: () => ({ address }),
        describe: ({ id, name, backupType }) => ({
          text: `${name} (${id})`,
          remark: kindOfDevice(backupType),
        }),
        isChosen: (each) => held(input).includes(String(key(each))),
        choose: (chosen) => fill(input, chosen.map(key), by.val() === 'id' ? 'num' : 'str'),
      };
    };
  }

  // A kind that this version has no word for is shown as it came.
  function kindOfDevice(backupType) {
    if (!backupType) return '';
    return /^\w+$/.test(backupType) ? abb.shared(`word.${backupType}`) : backupType;
  }

  /** The versions of the task that the dialog names, for a field that takes their ids. */
  function versions(input) {
    return {
      several: true,
      ask: askForVersions,
      describe: ({ id, startedAt, locked }) => ({
        text: `${startedAt ? new Date(startedAt).toLocaleString() : '?'} (${id})`,
        remark: locked ? abb.shared('live.locked') : '',
      }),
      isChosen: ({ id }) => held(input).includes(String(id)),
      choose: (chosen) =>
        fill(
          input,
          chosen.map(({ id }) => id),
          'num',
        ),
    };
  }

  function askForVersions() {
    const [task] = held($('#node-input-task'));
    if (task === undefined) return { sentence: abb.shared('live.taskFirst') };
    const isById = $('#node-input-task-by').val() === 'id';
    return { address: 'versions', query: isById ? { taskId: task } : { taskName: task } };
  }

  abb.live = { tasks: named('tasks'), devices: named('devices'), versions };
})();
