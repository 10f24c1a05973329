/** The rows of the dialog of `abb-watch` that no other node has. */
(function () {
  'use strict';

  const abb = (window.abb ??= {});
  if (abb.watchRows) return;

  /** The events, in the groups in which the dialog shows them. */
  const GROUPS = {
    backup: ['started', 'progress', 'succeeded', 'partial', 'failed', 'cancelled', 'skipped'],
    job: ['finished'],
    task: ['added', 'changed', 'removed'],
    version: ['added', 'removed'],
    device: ['online', 'offline', 'overdue', 'recovered'],
    log: ['error', 'warning'],
    storage: ['low'],
    nas: ['unreachable', 'reachable'],
  };

  /** Adds the rows; gives back what to do when the dialog is saved. */
  abb.watchRows = function (node, rows, parts) {
    const events = abb.isVariable(String(node.events))
      ? variableRow(node, rows, parts)
      : eventsRow(node, rows, parts);
    choiceRow(node, rows, parts, 'machines', 'desktop', ['run', 'each']);
    const start = choiceRow(node, rows, parts, 'start', 'flag-checkered', ['stopped', 'now', 'hours']);
    const hours = numberRow(node, rows, parts, 'hours', 'history');
    const showHours = () => hours.toggle(start.val() === 'hours');
    start.on('change', showHours);
    showHours();
    numberRow(node, rows, parts, 'idle', 'clock-o');
    numberRow(node, rows, parts, 'busy', 'refresh');
    numberRow(node, rows, parts, 'storageLow', 'hdd-o');
    return function () {
      node.events = events();
    };
  };

  function text(node, key) {
    return node._(`abb-watch.${key}`);
  }

  /** The environment variable that names the events; answers what to store. */
  function variableRow(node, rows, { row, FIELD_WIDTH }) {
    const input = $('<input type="text" id="abb-watch-events">').attr('style', `width: ${FIELD_WIDTH}`);
    row('events', document.createTextNode(text(node, 'label.events')), 'bell-o')
      .append(input.val(node.events))
      .appendTo(rows);
    return () => input.val();
  }

  /** A box to tick for each event; with none ticked all events come. Answers what to store. */
  function eventsRow(node, rows, { row, FIELD_WIDTH }) {
    const wanted = node.events ?? [];
    const boxes = [];
    const groups = Object.entries(GROUPS).map(([group, words]) => {
      const choices = $('<div role="group" style="display: flex; flex-wrap: wrap; flex: 1">');
      choices.attr('aria-label', text(node, `group.${group}`));
      for (const word of words) {
        const name = `${group}.${word}`;
        const box = $('<input type="checkbox" style="width: auto; margin: 0 4px 0 0">').val(name);
        box.prop('checked', wanted.includes(name));
        boxes.push(box);
        choices.append(
          $('<label style="display: inline-flex; align-items: center; width: auto; margin: 0 10px 0 0">')
            .attr('title', name)
            .append(box, $('<span>').text(text(node, `event.${name}`))),
        );
      }
      return $('<div style="display: flex; align-items: baseline; margin-bottom: 4px">').append(
        $('<span style="flex: none; width: 110px">').text(text(node, `group.${group}`)),
        choices,
      );
    });
    const all = $('<div style="opacity: 0.7">').text(text(node, 'tip.allEvents'));
    row('events', document.createTextNode(text(node, 'label.events')), 'bell-o')
      .css({ display: 'flex', alignItems: 'flex-start' })
      .append($('<div id="abb-watch-events">').css({ width: FIELD_WIDTH }).append(groups, all))
      .appendTo(rows);
    return () => boxes.filter((box) => box.prop('checked')).map((box) => box.val());
  }

  function choiceRow(node, rows, { row, stored, select, FIELD_WIDTH }, name, icon, words) {
    const labels = words.map((word) => [word, text(node, `${name}.${word}`)]);
    const input = select(name, FIELD_WIDTH, Object.fromEntries(labels));
    input.val(stored(node, name) || words[0]);
    row(name, document.createTextNode(text(node, `label.${name}`)), icon)
      .append(input)
      .appendTo(rows);
    return input;
  }

  function numberRow(node, rows, { row, stored }, name, icon) {
    const input = $('<input type="text" style="width: 90px">').attr('id', `node-input-${name}`);
    return row(name, document.createTextNode(text(node, `label.${name}`)), icon)
      .append(input.val(stored(node, name)), ' ', document.createTextNode(text(node, `unit.${name}`)))
      .appendTo(rows);
  }
})();
