/** *Test connection* in the dialog of a session: tries what the form says, also before it is deployed. */
(function () {
  'use strict';

  const abb = (window.abb ??= {});
  if (abb.connectionTest) return;

  const STEPS = ['reachable', 'certificate', 'dsm', 'login', 'package', 'permission'];
  const SETTINGS = [
    'protocol',
    'host',
    'port',
    'basePath',
    'trust',
    'tls',
    'fingerprint',
    'timeout',
    'deviceName',
  ];
  const SECRETS = ['username', 'password', 'deviceId'];
  const GOOD = { icon: 'fa-check', color: 'var(--red-ui-text-color-success)' };
  const BAD = { icon: 'fa-times', color: 'var(--red-ui-text-color-error)' };
  const OPEN = { icon: 'fa-circle-o', color: 'var(--red-ui-text-color-disabled)', isOpen: true };

  const text = (key, values) => abb.shared(`test.${key}`, values);
  const field = (name) => $(`#node-config-input-${name}`);

  /** For `oneditprepare` of a session. */
  abb.connectionTest = function (node) {
    const button = $('#abb-test');
    const code = $('#abb-test-code');
    const test = () => run(node, button, code);
    button.on('click', test);
    code.on('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      test();
    });
    $('#abb-device-forget').on('click', () => setDevice(''));
    setDevice(field('deviceName').val());
  };

  /** Shows the trusted device that a code has made; without one, the field for a token that somebody has. */
  function setDevice(name) {
    field('deviceName').val(name).trigger('change');
    field('deviceId').toggle(name === '');
    $('#abb-device').toggle(name !== '');
    $('#abb-device-name').text(name);
  }

  function run(node, button, code) {
    if (button.prop('disabled')) return;
    const form = formOf();
    const otpCode = code.val().trim();
    const asking = $('<div>').append('<i class="fa fa-spinner fa-spin"></i> ');
    asking.append(document.createTextNode(abb.shared('live.asking')));
    const report = $('#abb-test-report').empty().append(asking);
    // The dialog may be closed by the time of the answer, and that of another session be open.
    const isOpen = () => report[0].isConnected;
    button.prop('disabled', true);
    $.ajax({
      url: `abb/${encodeURIComponent(node.id)}/test`,
      method: 'POST',
      contentType: 'application/json',
      data: JSON.stringify({ ...form, otpCode }),
    })
      .done((found) => isOpen() && showReport(found, { ...form, otpCode }))
      .fail((reply) => isOpen() && showSentence(reply.responseJSON?.message || text('failed')))
      // A code is good for one login, so it is of no use any more.
      .always(() => button.prop('disabled', false) && code.val(''));
  }

  function formOf() {
    const values = [...SETTINGS, ...SECRETS].map((name) => [name, field(name).val() ?? '']);
    return { ...Object.fromEntries(values), allowPlainLogin: field('allowPlainLogin').prop('checked') };
  }

  function showSentence(sentence) {
    $('#abb-test-report').empty().append(line(BAD, sentence));
  }

  function showReport(report, form) {
    const shown = $('#abb-test-report').empty();
    for (const step of STEPS) {
      if (step !== 'certificate' || form.protocol === 'https') shown.append(stepLine(step, report, form));
      if (step === 'certificate' && report.certificate) shown.append(certificateLines(report, form));
    }
    $('#abb-test-code-row').toggle(report.failed?.code === 'ABB_OTP_REQUIRED');
    $('#abb-test-code:visible').trigger('focus');
    if (report.deviceName) {
      setDevice(report.deviceName);
      shown.append(line(GOOD, text('tokenKept')));
    } else if (form.otpCode && report.passed.includes('login')) {
      shown.append(line(BAD, text('noToken')));
    }
  }

  function stepLine(step, { passed, failed, system }, form) {
    if (failed?.step === step) return line(BAD, failed.message);
    if (!passed.includes(step)) return line(OPEN, text(step));
    if (step === 'login') return line(GOOD, text('loggedIn', { name: form.username }));
    const found = step === 'dsm' ? [system?.model, system?.version].filter(Boolean).join(', ') : '';
    return line(GOOD, found === '' ? text(step) : `${text(step)}: ${found}`);
  }

  function line({ icon, color, isOpen = false }, sentence) {
    return $('<div style="display: flex; gap: 8px; margin: 4px 0">').append(
      $('<i>').addClass(`fa fa-fw ${icon}`).css({ color, 'line-height': 'inherit', flex: 'none' }),
      $('<span style="min-width: 0; overflow-wrap: anywhere">')
        .css('opacity', isOpen ? 0.6 : 1)
        .text(sentence),
    );
  }

  /** What there is to say about a certificate, and the way to trust it. */
  function certificateLines({ certificate }, form) {
    const { commonName, issuer, validFrom, validUntil, fingerprint } = certificate;
    const day = (time) => new Date(time).toLocaleDateString();
    const facts = [
      text('issuedTo', { name: commonName ?? '?', issuer: issuer ?? '?' }),
      text('valid', { from: day(validFrom), until: day(validUntil) }),
      `SHA-256 ${fingerprint}`,
    ];
    const lines = $('<div style="margin: 0 0 6px 26px; overflow-wrap: anywhere">');
    lines.append(facts.map((fact) => $('<div>').text(fact)));
    const isTrusted = form.trust === 'fingerprint' && bare(form.fingerprint) === bare(fingerprint);
    return isTrusted ? lines : lines.append(trustButton(fingerprint));
  }

  const bare = (fingerprint) => fingerprint.replaceAll(/[:\s]/g, '').toUpperCase();

  function trustButton(fingerprint) {
    const button = $(
      '<button type="button" class="red-ui-button red-ui-button-small" id="abb-test-trust" style="margin-top: 6px">',
    );
    return button.text(text('trust')).on('click', () => {
      field('fingerprint').val(fingerprint).trigger('change');
      field('trust').val('fingerprint').trigger('change');
      button.prop('disabled', true).text(text('trusted'));
    });
  }
})();
