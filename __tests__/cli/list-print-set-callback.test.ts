import { catalogue } from '../../lib/commands';
import { samples } from '../../lib/testing/samples';
import { cli } from '../support/cli';

const commands = Object.keys(catalogue);

describe('list', () => {
  it('has every command on a line, with its kind and its page', async () => {
    const { code, out } = await cli(['list']);
    const rows = out.split('\n').map((line) => line.split(/ +/));
    expect(code).toBe(0);
    expect(rows.map(([command]) => command)).toEqual(commands);
    expect(rows).toContainEqual(['Live.CallbackBeforeSendGift', 'before', 'https://trtc.io/document/72210']);
    expect(rows).toContainEqual(['Live.CallbackAfterCreateRoom', 'after', 'https://trtc.io/document/64422']);
  });

  it('is JSON for programs', async () => {
    const { out } = await cli(['list', '--json']);
    expect(JSON.parse(out)).toContainEqual({
      command: 'Live.CallbackAfterMemberStateChanged',
      kind: 'after',
      page: 'https://trtc.io/document/64424',
      aliases: ['Live.CallbackMemberStateChanged'],
    });
  });
});

describe('print', () => {
  it.each(commands)("prints Tencent's sample of %s, digit for digit", async (command) => {
    expect(await cli(['print', command])).toMatchObject({
      code: 0,
      out: Object.entries(samples).find(([name]) => name === command)![1],
    });
  });

  it('suggests the nearest command', async () => {
    expect(await cli(['print', 'Live.CallbackBeforeSendGif'])).toMatchObject({
      code: 2,
      out: '',
      err: "error: There is no command 'Live.CallbackBeforeSendGif'. Did you mean 'Live.CallbackBeforeSendGift'?",
    });
  });
});

describe('set-callback', () => {
  it("prints the body of Tencent's configuration call", async () => {
    const handled = ['Live.CallbackBeforeSendGift', 'Live.CallbackAfterCreateRoom', 'Live.CallbackBeforeSendGift'];
    const { code, out } = await cli(['set-callback', ...handled, '--url', 'https://your.host/tencent-callback']);
    expect(code).toBe(0);
    // The members that page 64420 names.
    expect(JSON.parse(out)).toEqual({
      Url: 'https://your.host/tencent-callback',
      CallbackCommandList: ['Live.CallbackAfterCreateRoom', 'Live.CallbackBeforeSendGift'],
    });
  });

  it('takes the setting that lets gifts through when the server fails', async () => {
    const { out } = await cli(['set-callback', 'Live.CallbackBeforeCallBackNotBlock', '--url', 'https://your.host']);
    expect(out).toContain('Live.CallbackBeforeCallBackNotBlock');
  });

  it.each([
    [
      'a misspelt command',
      ['Live.CallbackAfterCreatRoom', '--url', 'https://your.host'],
      "Did you mean 'Live.CallbackAfterCreateRoom'?",
    ],
    ['no command', ['--url', 'https://your.host'], "missing required argument 'commands'"],
    ['no URL', ['Live.CallbackAfterCreateRoom'], "required option '--url <url>' not specified"],
    [
      'a URL with a password',
      ['Live.CallbackAfterCreateRoom', '--url', 'https://user:password@your.host'],
      '--url holds a password, a signature or your token',
    ],
    ['a URL without http', ['Live.CallbackAfterCreateRoom', '--url', 'your.host/hook'], 'Give a complete URL'],
  ])('is wrong usage with %s', async (_what, args, complaint) => {
    const { code, out, err } = await cli(['set-callback', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(complaint);
  });
});
