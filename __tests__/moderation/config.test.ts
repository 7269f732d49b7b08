import { StartupError } from '../../example-app/src/startup-error';
import { readModerationConfig } from '../../example-app/src/moderation/config';

test('without any variable moderation is off, and everything has the default that its page says', () => {
  expect(readModerationConfig({})).toEqual({
    mode: 'off',
    port: undefined,
    apiKey: undefined,
    onFailure: 'allow',
    retentionDays: 30,
    timeZone: 'UTC',
    wordsFile: undefined,
    action: 'deny',
  });
});

test('every variable is read', () => {
  expect(
    readModerationConfig({
      MODERATION: 'rules',
      MODERATION_PORT: '3001',
      MODERATION_API_KEY: 'a-key',
      MODERATION_ON_FAILURE: 'deny',
      MODERATION_RETENTION_DAYS: '7',
      MODERATION_TIME_ZONE: 'Asia/Shanghai',
      MODERATION_WORDS: 'words.txt',
      MODERATION_ACTION: 'mask',
    }),
  ).toEqual({
    mode: 'rules',
    port: 3001,
    apiKey: 'a-key',
    onFailure: 'deny',
    retentionDays: 7,
    timeZone: 'Asia/Shanghai',
    wordsFile: 'words.txt',
    action: 'mask',
  });
});

describe('a wrong value stops the start with a sentence that says the fix', () => {
  test.each([
    [{ MODERATION: 'on' }, 'MODERATION must be off or review or rules, not "on": set MODERATION=off.'],
    [{ MODERATION: '' }, 'MODERATION must be off or review or rules, not "": set MODERATION=off.'],
    [
      { MODERATION_ON_FAILURE: 'drop' },
      'MODERATION_ON_FAILURE must be allow or deny, not "drop": set MODERATION_ON_FAILURE=allow.',
    ],
    [
      { MODERATION_ACTION: 'hide' },
      'MODERATION_ACTION must be deny or drop or mask, not "hide": set MODERATION_ACTION=deny.',
    ],
    [
      { MODERATION_RETENTION_DAYS: '0' },
      'MODERATION_RETENTION_DAYS must be a whole number from 1 to 36500, not "0": set MODERATION_RETENTION_DAYS=30.',
    ],
    [
      { MODERATION_RETENTION_DAYS: '1.5' },
      'MODERATION_RETENTION_DAYS must be a whole number from 1 to 36500, not "1.5": set MODERATION_RETENTION_DAYS=30.',
    ],
    [
      { MODERATION_RETENTION_DAYS: '36501' },
      'MODERATION_RETENTION_DAYS must be a whole number from 1 to 36500, not "36501": set MODERATION_RETENTION_DAYS=30.',
    ],
    [
      { MODERATION_TIME_ZONE: 'Beijing' },
      'MODERATION_TIME_ZONE must be a zone of the IANA time zone database, not "Beijing": set MODERATION_TIME_ZONE=UTC, or Asia/Shanghai.',
    ],
    [
      { MODERATION_PORT: '65536' },
      'MODERATION_PORT must be a whole number from 0 to 65535, not "65536": set MODERATION_PORT=3002, or unset it.',
    ],
    [
      { MODERATION: 'rules' },
      'MODERATION_WORDS must name a file: set it to the path of a text file with one word per line, or set MODERATION=review.',
    ],
    [
      { MODERATION: 'review', MODERATION_ACTION: 'mask' },
      'MODERATION_ACTION=mask has no words to mask in the mode review: set MODERATION=rules and MODERATION_WORDS, or set MODERATION_ACTION=deny.',
    ],
  ])('%j', (env, message) => {
    expect(() => readModerationConfig(env)).toThrow(new StartupError(message));
  });

  test.each(['two words', 'ключ', 'x'.repeat(129), 'line\nbreak'])('a key like %j, which is not quoted', (key) => {
    const read = (): unknown => readModerationConfig({ MODERATION_API_KEY: key });
    expect(read).toThrow(StartupError);
    expect(read).toThrow(`this one has ${key.length} characters`);
    expect(read).not.toThrow(key);
  });

  test('an empty key', () => {
    expect(() => readModerationConfig({ MODERATION_API_KEY: '' })).toThrow('this one has 0 characters');
  });
});
