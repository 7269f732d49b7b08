import * as t from 'io-ts';
import { accountFields, catalogue } from '../../lib/commands';
import { id, integer, list, payload } from '../../lib/commands/fields';
import type { Field } from '../../lib/commands/payload';
import { VariantType } from '../../lib/commands/variants';

const fieldsOf = (...codecs: readonly unknown[]): string[] => [...accountFields(codecs)].toSorted();

it('the accounts of the catalogue are the fields that Tencent’s pages call accounts, and the recording robot', () => {
  expect(fieldsOf(...Object.values(catalogue).map(({ codec }) => codec))).toEqual([
    'Admin_Account',
    'CurrentOwner_Account',
    'From_Account',
    'Member_Account',
    'Operator_Account',
    'OriginalOwner_Account',
    'Owner_Account',
    'To_Account',
    'UserId',
  ]);
});

describe('the accounts of codecs', () => {
  it('are ids and lists of ids, required or optional', () => {
    const codec = payload('P', { One: id, Many: list(id), Text: t.string, Count: integer }, { Maybe: id });
    expect(fieldsOf(codec)).toEqual(['Many', 'Maybe', 'One']);
  });

  it('are no ids of rooms, groups and gifts, under any longer name', () => {
    const codec = payload('P', { FromRoomId: id, RoomIdList: list(id), GroupId: id, GiftId: id, RoomIdOwner: id });
    expect(fieldsOf(codec)).toEqual(['RoomIdOwner']);
  });

  it('are found in objects, in lists and in every case of a variant', () => {
    const inner = (name: string): Field => payload(name, { [name]: id });
    const variant = new VariantType('V', {
      key: 'Type',
      cases: new Map([
        [1, inner('First')],
        [2, inner('Second')],
      ]),
      build: (dependent) => payload('Body', { Type: integer, Sender: id, Details: dependent }),
    });
    const codec = payload('P', {
      Object: inner('Held'),
      List: list(inner('Listed')),
      Lists: list(list(inner('Deep'))),
    });
    expect(fieldsOf(variant, codec)).toEqual(['Deep', 'First', 'Held', 'Listed', 'Second', 'Sender']);
  });

  it('are none in codecs that are not of this package', () => {
    expect(fieldsOf(t.type({ Account: id }), id, undefined)).toEqual([]);
  });
});
