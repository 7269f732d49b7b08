import { createMatcher } from '../../lib/delivery/match';
import { resolveRoutes } from '../../lib/routes';

const member = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
const onUnknownCommand = (): void => {};
const match = createMatcher({ routes: resolveRoutes({ handlers: {} }), onUnknownCommand, queueUnknown: undefined });

describe('the command of a body', () => {
  it('is the one it names, whatever the URL names', () => {
    const body = { CallbackCommand: seats, RoomId: 'r' };
    const matched = match(body, member);
    expect(matched.route.name).toBe(seats);
    expect(matched.body).toBe(body);
  });

  it('is the documented one where the body uses the other name of it', () => {
    expect(match({ CallbackCommand: 'Live.CallbackMemberStateChanged' }, seats).route.name).toBe(member);
  });

  it('is the URL’s where the body names none, and is then put into the body for its codec', () => {
    const body = { RoomId: 'r' };
    const matched = match(body, seats);
    expect(matched.route.name).toBe(seats);
    expect(matched.body).toEqual({ RoomId: 'r', CallbackCommand: seats });
    expect(body).toEqual({ RoomId: 'r' });
  });

  it.each([
    [null],
    ['text'],
    [7],
    [true],
    [[]],
    [[{ CallbackCommand: member }]],
    [{ CallbackCommand: 7 }],
    [{ CallbackCommand: null }],
  ])('is the URL’s for %j, which stays as it is for the codec to refuse', (body) => {
    const matched = match(body, seats);
    expect(matched.route.name).toBe(seats);
    expect(matched.body).toBe(body);
  });

  it.each([['Room.X'], [''], ['constructor'], ['__proto__']])('is unknown where it is called %j', (name) => {
    const body = { CallbackCommand: name };
    expect(match(body, seats)).toMatchObject({
      route: { name, successType: 'unknown', handler: onUnknownCommand, fallback: 'allow' },
      body,
    });
  });
});
