import { isLeft } from 'fp-ts/Either';
import { createRandom } from '../../lib/cli/simulation/random';
import type { SimulatedEvent } from '../../lib/cli/simulation/room';
import { createWorld } from '../../lib/cli/simulation/world';
import { catalogue, type CommandName, type EventOf } from '../../lib/commands';
import type { Command } from '../../lib/commands/command';
import { explain } from '../../lib/delivery/explain';
import { parseLossless } from '../../lib/delivery/json';

/** 2026-01-01. */
const start = 1767225600000;

/** The events of a world in which one occurs every 50 ms, and every message and gift is allowed. */
const eventsIn = (seed: number, count: number, rooms = 3): SimulatedEvent[] => {
  const world = createWorld(rooms, createRandom(seed));
  const sent: SimulatedEvent[] = [];
  for (let index = 0; index < count; index++) {
    const at = start + index * 50;
    const next = world.next(at);
    const follows = next.whenAllowed?.(at);
    sent.push(next, ...(follows ? [follows] : []));
  }
  return sent;
};

const decoded = <Name extends CommandName>({ command, body }: SimulatedEvent, _name?: Name): EventOf<Name> => {
  const { codec }: Command = catalogue[command];
  const event = codec.decode(parseLossless(body));
  if (isLeft(event)) throw new Error(`${command}: ${JSON.stringify(explain(event.left))} in ${body}`);
  return event.right as EventOf<Name>;
};

const timeline = eventsIn(1, 10_000);

/** The events of one command, with their positions in the timeline. */
const eventsOf = <Name extends CommandName>(name: Name): { readonly at: number; readonly event: EventOf<Name> }[] =>
  timeline.flatMap((sent, at) => (sent.command === name ? [{ at, event: decoded(sent, name) }] : []));

/** Goes through the timeline and keeps track of who is online in each room. */
const follow = (look: (sent: SimulatedEvent, online: ReadonlyMap<string, ReadonlySet<string>>) => void): void => {
  const online = new Map<string, Set<string>>();
  for (const sent of timeline) {
    look(sent, online);
    if (sent.command === 'Live.CallbackAfterCreateRoom') {
      online.set(decoded(sent, sent.command).RoomInfo.RoomId, new Set());
    } else if (sent.command === 'Live.CallbackAfterDestroyRoom') {
      online.delete(decoded(sent, sent.command).RoomId);
    } else if (sent.command === 'Live.CallbackAfterMemberStateChanged') {
      const { RoomId, EventType, MemberList } = decoded(sent, sent.command);
      for (const { Member_Account } of MemberList) {
        if (EventType === 'Online') online.get(RoomId)!.add(Member_Account);
        else online.get(RoomId)!.delete(Member_Account);
      }
    }
  }
};

describe('the simulated rooms', () => {
  it("send bodies that their commands' codecs decode, whatever the seed", () => {
    for (let seed = 0; seed < 20; seed++) {
      const sent = eventsIn(seed, 1000, 1 + (seed % 5));
      const names = sent.map((one) => (decoded(one) as { CallbackCommand: string }).CallbackCommand);
      expect(names).toEqual(sent.map(({ command }) => command));
    }
  });

  it('send every command but the creation threshold, a change of owner and recordings', () => {
    const missing = Object.keys(catalogue).filter((name) => !timeline.some(({ command }) => command === name));
    expect(missing).toEqual([
      'Live.CallbackAfterCreateRoomReachingThreshold',
      'Live.CallbackAfterChangeOwner',
      'Live.CallbackAfterCloudRecordingChanged',
    ]);
  });

  it('send the same events for the same seed, and other events for another', () => {
    const bodies = (seed: number): string[] => eventsIn(seed, 1000).map(({ body }) => body);
    expect(bodies(7)).toEqual(bodies(7));
    expect(bodies(7)).not.toEqual(bodies(8));
  });

  it('have the time of the clock, and never an earlier time than the event before, even when the clock goes back', () => {
    const world = createWorld(2, createRandom(1));
    const times = [start, start + 10, start - 5000, start + 20].map((now) => {
      const event = decoded(world.next(now)) as { EventTime: number };
      return event.EventTime;
    });
    expect(times).toEqual([start, start + 10, start + 10, start + 20]);
  });

  it('are created before their first event and send none after they are destroyed', () => {
    const rooms = new Set<string>();
    for (const sent of timeline) {
      if (sent.command.startsWith('Follow.')) continue;
      const { RoomId, GroupId, RoomInfo, FromRoomId, FromRoomInfo } = decoded(sent) as unknown as {
        [Key in 'RoomId' | 'GroupId' | 'FromRoomId']?: string;
      } & { [Key in 'RoomInfo' | 'FromRoomInfo']?: { RoomId: string } };
      const room = RoomId ?? GroupId ?? FromRoomId ?? FromRoomInfo?.RoomId ?? RoomInfo!.RoomId;
      const isNew = sent.command === 'Live.CallbackAfterCreateRoom';
      expect([sent.command, rooms.has(room)]).toEqual([sent.command, !isNew]);
      if (isNew) rooms.add(room);
      if (sent.command === 'Live.CallbackAfterDestroyRoom') rooms.delete(room);
    }
    expect(eventsOf('Live.CallbackAfterDestroyRoom').length).toBeGreaterThan(20);
  });

  it('only report members as offline who were online, and the reverse', () => {
    const causes = new Set<string>();
    const impossible: SimulatedEvent[] = [];
    follow((sent, online) => {
      if (sent.command !== 'Live.CallbackAfterMemberStateChanged') return;
      const { RoomId, EventType, EventCause, MemberList } = decoded(sent, sent.command);
      causes.add(`${EventType} ${EventCause}`);
      const isPresent = EventType === 'Offline';
      const fits = MemberList.every(({ Member_Account }) => online.get(RoomId)!.has(Member_Account) === isPresent);
      if (!fits) impossible.push(sent);
    });
    expect(impossible).toEqual([]);
    expect([...causes].toSorted()).toEqual([
      'Offline HeartbeatInterrupt',
      'Offline Kicked',
      'Offline Leave',
      'Online Enter',
      'Online HeartbeatRecover',
    ]);
  });

  it('have no member on a locked seat or on two seats', () => {
    for (const { event } of eventsOf('Mic.CallbackAfterSeatInfoChanged')) {
      const taken = event.SeatList.filter(({ Member_Account }) => Member_Account !== undefined);
      expect(taken.filter(({ IsTakenDisabled }) => IsTakenDisabled)).toEqual([]);
      expect(new Set(taken.map(({ Member_Account }) => Member_Account)).size).toBe(taken.length);
    }
  });

  it('only have messages and gifts from members who are online', () => {
    const strangers: SimulatedEvent[] = [];
    const isThere = (online: ReadonlyMap<string, ReadonlySet<string>>, sent: SimulatedEvent): boolean => {
      if (sent.command === 'Live.CallbackBeforeSendGift') {
        const { RoomId, GiftWater } = decoded(sent, sent.command);
        return online.get(RoomId)!.has(GiftWater.From_Account);
      }
      if (sent.command !== 'Group.CallbackBeforeSendMsg') return true;
      const { GroupId, From_Account } = decoded(sent, sent.command);
      return online.get(GroupId)!.has(From_Account);
    };
    follow((sent, online) => {
      if (!isThere(online, sent)) strangers.push(sent);
    });
    expect(strangers).toEqual([]);
    expect(eventsOf('Live.CallbackBeforeSendGift').length).toBeGreaterThan(1000);
  });

  it('end with the totals of the gifts that were sent', () => {
    const ends = eventsOf('Live.CallbackAfterDestroyRoom');
    for (const [index, { at, event }] of ends.entries()) {
      const before = ends.slice(0, index).findLast((other) => other.event.RoomId === event.RoomId);
      const gifts = eventsOf('Live.CallbackBeforeSendGift')
        .filter((gift) => gift.at < at && gift.at > (before?.at ?? 0) && gift.event.RoomId === event.RoomId)
        .map((gift) => gift.event.GiftWater);
      expect(event.Statistic).toMatchObject({
        TotalGiftsSent: gifts.reduce((sum, { Count }) => sum + Count, 0),
        TotalGiftCoins: gifts.reduce((sum, { Count, Coins }) => sum + Count * Coins, 0),
        TotalUniqueGiftSenders: new Set(gifts.map(({ From_Account }) => From_Account)).size,
      });
    }
  });

  it('count only gifts, and send only messages, that were allowed', () => {
    const world = createWorld(1, createRandom(1));
    const refused = Array.from({ length: 2000 }, (_, index) => world.next(start + index * 50));
    expect(refused.map(({ command }) => command)).not.toContain('Group.CallbackAfterSendMsg');
    const ends = refused.filter(({ command }) => command === 'Live.CallbackAfterDestroyRoom');
    expect(ends.length).toBeGreaterThan(3);
    for (const end of ends) {
      expect(decoded(end)).toMatchObject({
        Statistic: { TotalGiftsSent: 0, TotalGiftCoins: 0, TotalUniqueGiftSenders: 0 },
      });
    }
  });

  it('number their messages and give each an id of its own', () => {
    const sent = eventsOf('Group.CallbackAfterSendMsg').map(({ event }) => event);
    const asked = eventsOf('Group.CallbackBeforeSendMsg').map(({ event }) => event);
    expect(sent.map(({ MsgId }) => MsgId)).toEqual(asked.map(({ MsgId }) => MsgId));
    expect(new Set(sent.map(({ MsgId }) => MsgId)).size).toBe(sent.length);
    const last = new Map<string, number>();
    for (const { GroupId, MsgSeq } of sent) {
      expect([1, (last.get(GroupId) ?? 0) + 1]).toContain(MsgSeq);
      last.set(GroupId, MsgSeq);
    }
  });

  it('have battles that start after their creation, last for their Duration, and end', () => {
    const created = eventsOf('Live.CallbackAfterCreateBattle');
    const started = new Map(eventsOf('Live.CallbackAfterStartBattle').map(({ event }) => [event.BattleId, event]));
    const ended = new Map(eventsOf('Live.CallbackAfterEndBattle').map(({ event }) => [event.BattleId, event]));
    expect(ended.size).toBeGreaterThan(10);
    expect(created.length - ended.size).toBeLessThanOrEqual(1);
    for (const [id, { EventTime, Duration, FromRoomInfo, ToRoomList }] of ended) {
      const beginning = started.get(id)!;
      // There is an event every 50 ms, and one battle may wait for another.
      const lasted = EventTime - beginning.EventTime - Duration;
      expect(lasted).toBeGreaterThanOrEqual(0);
      expect(lasted).toBeLessThanOrEqual(100);
      expect(beginning).toMatchObject({
        FromRoomInfo: { RoomId: FromRoomInfo.RoomId },
        ToRoomList: [{ RoomId: ToRoomList[0]!.RoomId }],
      });
    }
  });

  it('have accounts that are bare integers too large for a JavaScript number', () => {
    const bare = new Set(timeline.flatMap(({ body }) => body.match(/(?<=_Account":)\d{18}(?=[,}])/g) ?? []));
    expect(bare.size).toBeGreaterThan(30);
    expect([...bare].filter((digits) => String(Number(digits)) === digits)).toEqual([]);
  });

  it('have names with HTML that a page must escape', () => {
    const names = eventsOf('Live.CallbackAfterCreateRoom').map(({ event }) => event.RoomInfo.RoomName);
    expect(names).toContain('<script>alert("live")</script>');
  });

  it('keep to the same rooms and participants, however many events there are', () => {
    const namesIn = (sent: readonly SimulatedEvent[], key: RegExp): ReadonlySet<string> =>
      new Set(sent.flatMap(({ body }) => body.match(key) ?? []));
    const longer = eventsIn(1, 30_000);
    for (const key of [/(?<="RoomId":")[^"]*/g, /(?<=_Account":)("[^"]*"|\d+)/g]) {
      expect(namesIn(longer, key).size).toBe(namesIn(timeline, key).size);
    }
  });
});
