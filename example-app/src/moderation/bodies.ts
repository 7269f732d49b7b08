import { isLeft } from 'fp-ts/Either';
import * as t from 'io-ts';
import { Problem } from './problem';

/** A value under the requirement that it must meet, which is what the caller reads where it does not. */
const must = <Value>(requirement: string, is: (value: unknown) => value is Value): t.Type<Value> =>
  new t.Type(
    requirement,
    is,
    (input, context) => (is(input) ? t.success(input) : t.failure(input, context)),
    t.identity,
  );

/** A field that may be left out. */
const optional = <Value, Default>(codec: t.Type<Value>, byDefault: Default): t.Type<Value | Default, unknown> =>
  new t.Type<Value | Default, unknown>(
    codec.name,
    (value): value is Value | Default => codec.is(value) || value === byDefault,
    (input, context) => (input === undefined ? t.success(byDefault) : codec.validate(input, context)),
    t.identity,
  );

const isWholeNumber = (value: unknown): value is number => Number.isSafeInteger(value);

export const id = must(
  'text of 1 to 256 characters',
  (value): value is string => typeof value === 'string' && value.length >= 1 && value.length <= 256,
);
export const contentIds = must(
  'an array of 1 to 10000 texts',
  (value): value is string[] =>
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= 10_000 &&
    value.every((one) => typeof one === 'string'),
);
export const enabled = must('true or false', (value): value is boolean => typeof value === 'boolean');
const sdkAppId = must(
  'an SDKAppID',
  (value): value is number | string => isWholeNumber(value) || (typeof value === 'string' && /^\d{1,16}$/.test(value)),
);
const pageNo = must(
  'a whole number from 1 to 1000000000',
  (value): value is number => isWholeNumber(value) && value >= 1 && value <= 1e9,
);
const pageSize = must(
  'a whole number from 1 to 100',
  (value): value is number => isWholeNumber(value) && value >= 1 && value <= 100,
);
const scene = must('"Group"', (value): value is 'Group' => value === 'Group');

/** The bodies that TUILiveKit Manager sends. */
export const ToggleBody = t.type({ Enabled: enabled });
export const ListBody = t.type({
  SdkAppId: optional(sdkAppId, undefined),
  Receiver: id,
  Scene: optional(scene, 'Group'),
  PageNo: optional(pageNo, 1),
  PageSize: optional(pageSize, 20),
});
export const DeleteBody = t.type({ SdkAppId: optional(sdkAppId, undefined), ContentIds: contentIds });

/** The query and the bodies of the Review tab. */
export const ReviewQuery = t.type({
  room: optional(id, undefined),
  account: optional(id, undefined),
  before: optional(
    must('a cursor', (value): value is string => typeof value === 'string' && /^\d{1,18}$/.test(value)),
    undefined,
  ),
});
export const ReviewToggleBody = t.type({ enabled });
export const ReviewDeleteBody = t.type({ contentIds });

/** Decodes what came with a request. Throws a {@link Problem} that names the field and what it must be. */
export const decode = <Output>(codec: t.Decoder<unknown, Output>, input: unknown): Output => {
  const decoded = codec.decode(input);
  if (!isLeft(decoded)) return decoded.right;
  const [, field] = decoded.left[0]?.context ?? [];
  throw new Problem(400, field ? `${field.key} must be ${field.type.name}.` : 'The body must be a JSON object.');
};
