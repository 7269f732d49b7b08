import { z } from 'zod';
import { allow, deny, drop } from '../../lib';
import { catalogue } from '../../lib/commands';
import { ScalarType } from '../../lib/commands/fields';
import { PayloadType } from '../../lib/commands/payload';
import { createReplyCodec } from '../../lib/commands/reply';
import { denied } from '../../lib/commands/verdict';

const { reply } = catalogue['Group.CallbackBeforeSendMsg'];

it('a verdict holds what it was given, and no other member', () => {
  expect(allow()).toStrictEqual({ verdict: 'allow' });
  expect(allow({ CloudCustomData: 'mine' })).toStrictEqual({
    verdict: 'allow',
    replacement: { CloudCustomData: 'mine' },
  });
  expect(deny()).toStrictEqual({ verdict: 'deny', code: 1, info: '' });
  expect(deny(10100, 'no')).toStrictEqual({ verdict: 'deny', code: 10100, info: 'no' });
  expect(drop()).toStrictEqual({ verdict: 'drop' });
});

it('a reply holds what its verdict says, and no other member', () => {
  const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'fine' } }];
  expect(reply.encode(allow())).toStrictEqual({ ErrorCode: 0 });
  expect(reply.encode(allow({ MsgBody }))).toStrictEqual({ ErrorCode: 0, MsgBody });
  expect(reply.encode(allow({ CloudCustomData: '' }))).toStrictEqual({ ErrorCode: 0, CloudCustomData: '' });
  expect(reply.encode(deny(10200, 'no'))).toStrictEqual({ ErrorCode: 10200, ErrorInfo: 'no' });
  expect(reply.encode(drop())).toStrictEqual({ ErrorCode: 2 });
});

it('a schema recognizes the verdicts that it converts', () => {
  const codec = createReplyCodec(z.boolean().transform((isAllowed) => ({ ErrorCode: isAllowed ? 0 : 1 })));
  expect([codec.is(true), codec.is('yes'), codec.is(undefined)]).toEqual([true, false, false]);
  expect(codec.encode(false)).toEqual({ ErrorCode: 1 });
});

it('an allowed replacement may be left out, and may be nothing else than one', () => {
  expect(reply.is({ verdict: 'allow', replacement: undefined })).toBe(true);
  expect(reply.is({ verdict: 'allow', replacement: null })).toBe(false);
  expect(reply.is({ verdict: 'allow', replacement: 'text' })).toBe(false);
});

it('the codec of deny() says which codes there are', () => {
  const codec = denied(102100, 102200);
  const code = codec instanceof PayloadType ? codec.props.required['code'] : undefined;
  expect(code).toBeInstanceOf(ScalarType);
  expect((code as ScalarType<number>).wire).toEqual({
    anyOf: [{ const: 1 }, { type: 'integer', minimum: 102100, maximum: 102200 }],
  });
  for (const right of [1, 102100, 102200]) expect(codec.is({ verdict: 'deny', code: right, info: '' })).toBe(true);
  for (const wrong of [0, 2, 102099, 102201, 102100.5, '1', undefined]) {
    expect(codec.is({ verdict: 'deny', code: wrong, info: '' })).toBe(false);
  }
});
