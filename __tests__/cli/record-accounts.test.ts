import { fc, test as property } from '@fast-check/jest';
import { createAccountRedactor } from '../../lib/cli/record-accounts';
import { createPseudonyms } from '../../lib/cli/record-pseudonym';
import { samples } from '../../lib/testing/samples';

const redactor = createAccountRedactor();
const redact = (body: string | Buffer, more: { path?: string; header?: string; reply?: string | Buffer } = {}) => {
  const { path = '/', header = '', reply = '' } = more;
  const headers = [['X-Id', header]] as const;
  return redactor({ path, headers, body, replyHeaders: headers, replyBody: reply });
};

describe('the accounts of a recording', () => {
  it('are replaced in every sample of Tencent, with the form that they have, and nothing else is', () => {
    for (const sample of Object.values(samples)) {
      const accounts = [...sample.matchAll(/"(?:\w+_Account|UserId)": *(?:"([^"]+)"|(\d+))/g)].map(
        ([, text, digits]) => text ?? digits!,
      );
      const { body } = redact(sample);
      const users = accounts.filter((account) => !account.startsWith('@'));
      expect(users.filter((account) => body.includes(account))).toEqual([]);
      const shape = (text: string) => text.replaceAll(/\d/g, '0').replaceAll(/[a-z]/g, 'a').replaceAll(/[A-Z]/g, 'A');
      expect(shape(String(body))).toBe(shape(sample));
      const others = (text: string) =>
        text.replaceAll(/"(?:\w+_Account|UserId)": *(?:"[^"]+"|\d+|\[[^\]{]*\])|"(?:MsgId|RoomId)": *"[^"]+"/g, '');
      expect(others(String(body))).toBe(others(sample));
    }
  });

  it('have the same pseudonym everywhere, as a string and as an integer of eighteen digits', () => {
    const account = '144115233775727695';
    const { body } = redact(
      `{ "Member_Account" : ${account}, "SeatList": [{"Member_Account":"${account}"}], "Admin_Account": ["${account}", ${account}]}`,
    );
    const found = [...String(body).matchAll(/\d+/g)].map(([digits]) => digits);
    expect(found).toHaveLength(4);
    expect(new Set(found).size).toBe(1);
    expect(found[0]).toMatch(/^[1-9]\d{17}$/);
    expect(found[0]).not.toBe(account);
    expect(String(body).replaceAll(found[0]!, account)).toBe(
      `{ "Member_Account" : ${account}, "SeatList": [{"Member_Account":"${account}"}], "Admin_Account": ["${account}", ${account}]}`,
    );
    expect(redact(`{"From_Account":"${account}"}`).body).toBe(`{"From_Account":"${found[0]}"}`);
  });

  it('are also replaced inside other texts of the request and its reply', () => {
    const account = 'user-1234567';
    const { body, path, headers, replyBody, replyHeaders } = redact(
      JSON.stringify({
        MsgId: `${account}-17-4`,
        From_Account: account,
        RoomId: `live_${account}`,
        Text: `x${account}`,
      }),
      { path: `/?RequestId=17-${account}-Login`, header: account, reply: `{"ErrorInfo":"${account} is banned"}` },
    );
    const event = JSON.parse(String(body)) as Record<string, string>;
    const pseudonym = event['From_Account']!;
    expect(pseudonym).toMatch(/^[a-z]{4}-[1-9]?\d{7}$/);
    expect(event).toEqual({
      MsgId: `${pseudonym}-17-4`,
      From_Account: pseudonym,
      RoomId: `live_${pseudonym}`,
      Text: `x${account}`,
    });
    expect(path).toBe(`/?RequestId=17-${pseudonym}-Login`);
    expect([headers, replyHeaders]).toEqual([[['X-Id', pseudonym]], [['X-Id', pseudonym]]]);
    expect(replyBody).toBe(`{"ErrorInfo":"${pseudonym} is banned"}`);
  });

  it('are replaced in the id of a room, which is the same in bodies that name the account and in others', () => {
    const rooms = (body: string) => [...String(redact(body).body).matchAll(/live_[\w-]+/g)].map(([id]) => id);
    const [room, ...others] = rooms('{"RoomId":"live_li_wei7","Owner_Account":"li_wei7","GroupId":"live_li_wei7"}');
    expect(room).toMatch(/^live_[a-z]{2}_[a-z]{3}[1-9]?\d$/);
    expect(others).toEqual([room]);
    expect(rooms('{"ToRoomIdList":["live_li_wei7"],"Operator_Account":"somebody"}')).toEqual([room]);
    expect(redact('{"Member_Account":"li_wei7"}').body).toBe(`{"Member_Account":"${room?.slice('live_'.length)}"}`);
    const plain = '{"RoomId":"100","FromRoomId":7,"GroupId":"@TGS#1"}';
    expect(redact(plain).body).toBe(plain);
  });

  it('are replaced in other texts if they have six characters, and only the first fifty of a body', () => {
    const reply = (accounts: readonly string[]) =>
      String(redact(JSON.stringify({ To_Account: accounts }), { reply: `[${accounts.join()}]` }).replyBody);
    expect(reply(['abcde'])).toBe('[abcde]');
    expect(reply(['abcdef'])).not.toBe('[abcdef]');
    const many = Array.from({ length: 51 }, (_, at) => `account-${100 + at}`);
    const left = many.filter((account) => reply(many).includes(account));
    expect(left).toEqual(['account-150']);
  });

  it('do not change the words of the protocol, even when they are such words themselves', () => {
    const text = '{"Member_Account":"Enter","EventCause":"Enter","Other":[{"From_Account":["a",{"b":"a"}]},"a"]}';
    const { body } = redact(text);
    expect(String(body)).toMatch(
      /^\{"Member_Account":"[A-Z][a-z]{4}","EventCause":"Enter","Other":\[\{"From_Account":\["[a-z]",\{"b":"a"\}\]\},"a"\]\}$/,
    );
  });

  it('are recognized in keys with escapes, and in every kind of value', () => {
    const { body } = redact(
      '{"From\\u005fAccount":"long-account","To_Account":[1.5e3,true,null,"",-12,0,"\\u0061nn"]}',
    );
    const event = JSON.parse(String(body)) as Record<string, unknown>;
    expect(event['From_Account']).not.toBe('long-account');
    expect(event['To_Account']).toEqual([
      0,
      true,
      null,
      '',
      expect.any(Number),
      0,
      expect.stringMatching(/^[a-z]{3}$/),
    ]);
    expect(String((event['To_Account'] as unknown[])[4])).toMatch(/^-[1-9]\d$/);
  });

  it('are gone together with all words from a body that is not JSON', () => {
    expect(redact('{"From_Account":"Ann 安", "x').body).toBe('{"xxxx_xxxxxxx":"xxx x", "x');
    expect(redact(Buffer.from([0x22, 0xff, 0x41, 0x80, 0x20])).body).toEqual(
      Buffer.from([0x22, 0xff, 0x78, 0xff, 0x20]),
    );
  });

  it('of the system stay', () => {
    const text = '{"Operator_Account":"@TIM#SYSTEM","From_Account":"@TLS#NOT_FOUND"}';
    expect(redact(text).body).toBe(text);
  });

  it('are different in another recording', () => {
    const body = '{"From_Account":"144115233775727695"}';
    expect(createAccountRedactor()({ path: '', headers: [], body, replyHeaders: [], replyBody: '' }).body).not.toBe(
      redact(body).body,
    );
  });
});

describe('a pseudonym', () => {
  const pseudonymOf = createPseudonyms(Buffer.alloc(32));

  it('belongs to one account only: those of two characters have as many as there are accounts', () => {
    const digits = '0123456789'.split('');
    const accounts = digits.flatMap((first) => digits.map((second) => first + second));
    const pseudonyms = accounts.map(pseudonymOf);
    expect(new Set(pseudonyms).size).toBe(100);
    expect(pseudonyms.toSorted()).toEqual(accounts);
    expect(pseudonyms).not.toEqual(accounts);
    const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
    expect(letters.map(pseudonymOf).toSorted()).toEqual(letters);
  });

  it('of a text that is no user id has a form of its own', () => {
    expect(pseudonymOf('安')).toMatch(/^~[\w-]{22}$/);
    expect(pseudonymOf('a'.repeat(65))).toMatch(/^~[\w-]{22}$/);
    expect(pseudonymOf('a'.repeat(64))).toMatch(/^[a-z]{64}$/);
  });

  property.prop([fc.stringMatching(/^[ -~]{1,64}$/)])(
    'has the form of its account, and is always the same',
    (account) => {
      const pseudonym = pseudonymOf(account);
      expect(pseudonymOf(account)).toBe(pseudonym);
      expect(createPseudonyms(Buffer.alloc(32))(account)).toBe(pseudonym);
      const shape = (text: string) =>
        text.replaceAll(/[0-9]/g, '0').replaceAll(/[a-z]/g, 'a').replaceAll(/[A-Z]/g, 'A');
      expect(shape(pseudonym)).toBe(shape(account));
      expect(pseudonym.startsWith('0')).toBe(account.startsWith('0'));
    },
  );
});
