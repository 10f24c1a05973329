import assert from 'node:assert/strict';

import { loginMeaning, refusalError, requestMeaning } from '../../src/dsm/codes.js';
import { setLanguage } from '../../src/texts/texts.js';
import { LIST_TASKS } from '../support/methods.js';

function table(codes: readonly number[], meaning: typeof requestMeaning): Record<number, string> {
  return Object.fromEntries(codes.map((code) => [code, `${meaning(code).error} ${meaning(code).then}`]));
}

describe('a refused request', () => {
  it('means a session that is gone: log in again', () => {
    assert.deepEqual(table([106, 107, 119, 150, 498], requestMeaning), {
      106: 'ABB_REFUSED log_in_again',
      107: 'ABB_REFUSED log_in_again',
      119: 'ABB_REFUSED log_in_again',
      150: 'ABB_REFUSED log_in_again',
      498: 'ABB_REFUSED log_in_again',
    });
  });

  it('means a busy NAS: later', () => {
    for (const code of [100, 109, 110, 111, 117, 118, 1006, 1007, 1031]) {
      assert.equal(requestMeaning(code).error, 'ABB_BUSY', String(code));
      assert.equal(requestMeaning(code).then, 'try_later', String(code));
    }
  });

  it('means no right: once more for 105, which a stale session answers too', () => {
    assert.deepEqual(table([105, 160, 1011, 1036], requestMeaning), {
      105: 'ABB_PERMISSION log_in_once',
      160: 'ABB_PERMISSION give_up',
      1011: 'ABB_PERMISSION give_up',
      1036: 'ABB_PERMISSION give_up',
    });
  });

  it('means an API, a version or a method that is missing', () => {
    assert.deepEqual(table([102, 103, 104], requestMeaning), {
      102: 'ABB_NOT_INSTALLED give_up',
      103: 'ABB_NOT_INSTALLED give_up',
      104: 'ABB_NOT_INSTALLED give_up',
    });
  });

  it('is a plain refusal with any other number', () => {
    for (const code of [0, 1, 120, 1010, 1101, 4005, 5001, 9999, -1]) {
      assert.equal(requestMeaning(code).error, 'ABB_REFUSED', String(code));
      assert.equal(requestMeaning(code).then, 'give_up', String(code));
    }
  });
});

/** What each code of DSM means, as its guides and Active Backup's own pages have it. */
const SENTENCES: Readonly<Record<string, readonly number[]>> = {
  'busy.nas': [100, 109, 110, 111, 117, 118, 1006, 1007, 1031],
  'dsm.session': [106, 107, 119],
  'dsm.address': [150],
  'dsm.starting': [498],
  'dsm.notInstalled': [102],
  'dsm.noMethod': [103, 104],
  'dsm.permission': [105, 1011, 1036],
  'dsm.privilege': [160],
  'dsm.parameter': [114, 120, 3103],
  'dsm.internal': [1001, 1002, 1008, 1018],
  'dsm.partly': [1009],
  'dsm.noTask': [1010],
  'dsm.storage': [1012, 1013, 1014, 1017, 1250, 1251, 1252, 1253, 1254, 1255],
  'dsm.space': [1015, 1016, 1019, 1020],
  'dsm.locked': [1101],
  'dsm.conflict': [1102, 1202, 1203, 1204, 1205, 1206, 1207, 1208, 1210, 4004, 4005, 4006, 4007, 5003],
  'dsm.gone': [1103, 1201],
  'dsm.window': [1104, 1105],
  'dsm.offline': [5001],
  'dsm.refused': [101, 108, 115, 116, 1209, 4003, 6001, 6002, 6004],
};

const LOGIN_SENTENCES: Readonly<Record<string, readonly number[]>> = {
  'login.wrong': [400],
  'login.disabled': [401],
  'login.denied': [402],
  'login.otp': [403],
  'login.otpWrong': [404],
  'login.refused': [405],
  'login.otpEnrol': [406],
  'login.blocked': [407],
  'login.expiredForGood': [408],
  'login.expired': [409, 410],
  'login.locked': [411],
  'login.approve': [449],
};

describe('the sentence of a refusal', () => {
  it('is that of its code', () => {
    for (const [text, codes] of Object.entries(SENTENCES)) {
      for (const code of codes) assert.equal(requestMeaning(code).text, text, String(code));
    }
    for (const [text, codes] of Object.entries(LOGIN_SENTENCES)) {
      for (const code of codes) assert.equal(loginMeaning(code).text, text, String(code));
    }
  });

  for (const language of ['en-US', 'de']) {
    it(`says what to do (${language})`, () => {
      setLanguage(language);
      try {
        const sentence = (code: number, meaning: typeof requestMeaning) =>
          refusalError(LIST_TASKS, { code, errors: undefined }, meaning(code)).message;
        const isGerman = language === 'de';
        assert.match(
          sentence(105, requestMeaning),
          isGerman ? /administrators.+Delegierung/ : /administrators.+delegation/,
        );
        assert.match(
          sentence(105, requestMeaning),
          isGerman ? /außerhalb des lokalen Netzes.+VPN/ : /outside the LAN.+VPN/,
        );
        assert.match(
          sentence(160, requestMeaning),
          isGerman ? /Anwendungsberechtigungen/ : /Application Privileges/,
        );
        assert.match(sentence(407, loginMeaning), isGerman ? /Sicherheit > Schutz/ : /Security > Protection/);
        assert.match(sentence(401, loginMeaning), isGerman ? /aktivieren/ : /Enable it/);
      } finally {
        setLanguage('en-US');
      }
    });
  }
});

describe('a refused login', () => {
  it('is final where the credentials or the account are to blame', () => {
    for (const code of [400, 401, 402, 407, 408, 409, 410, 411]) {
      assert.deepEqual(table([code], loginMeaning), { [code]: 'ABB_LOGIN give_up' });
    }
  });

  it('needs a person where a second factor is missing', () => {
    for (const code of [403, 404, 406, 449]) {
      assert.deepEqual(table([code], loginMeaning), { [code]: 'ABB_OTP_REQUIRED give_up' });
    }
  });

  it('passes when DSM is busy or starting', () => {
    for (const code of [100, 117, 498]) assert.equal(loginMeaning(code).error, 'ABB_BUSY');
  });

  it('is final with a number that nobody knows, lest DSM block the address', () => {
    for (const code of [0, 405, 412, 9999]) assert.equal(loginMeaning(code).error, 'ABB_LOGIN');
  });
});

describe('the error of a refusal', () => {
  it('names the call and the number, as a plain object that survives JSON', () => {
    const error = refusalError(LIST_TASKS, { code: 1010, errors: undefined }, requestMeaning(1010));
    const cause = { api: 'SYNO.ActiveBackup.Task', method: 'list', code: 1010 };
    assert.deepEqual(JSON.parse(JSON.stringify(error.cause)), cause);
  });

  it('names the parameter and the reason where DSM does', () => {
    const errors = { name: 'task_ids', reason: 'required' };
    const { message } = refusalError(LIST_TASKS, { code: 120, errors }, requestMeaning(120));
    assert.match(message, /"task_ids".*required/);
  });

  for (const errors of [undefined, null, 'text', {}, { name: 7 }, []]) {
    it(`leaves no place of its sentence open when DSM says ${errors === undefined ? 'nothing' : JSON.stringify(errors)}`, () => {
      const { message } = refusalError(LIST_TASKS, { code: 120, errors }, requestMeaning(120));
      assert.doesNotMatch(message, /__\w+__|undefined/);
      assert.match(message, /120/);
    });
  }
});
