-- Everything about the room $1 as one JSON text, or no row. $2 is how many members and events are wanted.
select jsonb_build_object(
  'roomId', room_id,
  'liveAt', live_at,
  'endedAt', ended_at,
  'openedAt', opened_at,
  'lastEventAt', last_event_at,
  'online', online,
  'giftsAllowed', gifts_allowed,
  'giftsDenied', gifts_denied,
  'coins', coins,
  'facts', (
    select coalesce(jsonb_object_agg(about, value), '{}')
    from room_facts where room_facts.room_id = rooms.room_id and item = ''
  ),
  'recordings', (
    select coalesce(jsonb_agg(value || jsonb_build_object('taskId', item, 'at', occurred_at) order by occurred_at desc), '[]')
    from room_facts where room_facts.room_id = rooms.room_id and about = 'recording'
  ),
  'members', (
    select coalesce(jsonb_agg(account order by occurred_at desc, account), '[]')
    from (
      select account, occurred_at from members
      where members.room_id = rooms.room_id and is_online
      order by occurred_at desc, account limit $2::int
    ) as latest
  ),
  'minutes', (
    select coalesce(jsonb_agg(jsonb_build_array(extract(epoch from minute)::bigint, minutes.online, events, minutes.coins)
      order by minute), '[]')
    from room_minutes as minutes
    where minutes.room_id = rooms.room_id and minute > now() - interval '1 hour'
  ),
  'timeline', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'eventId', event_id, 'command', command, 'summary', summary, 'errorCode', error_code,
      'occurredAt', occurred_at, 'receivedAt', received_at
    ) order by occurred_at desc, received_at desc, event_id desc), '[]')
    from (
      select * from events
      where events.room_id = rooms.room_id
      order by occurred_at desc, received_at desc, event_id desc limit $2::int
    ) as latest
  )
)::text as room
from rooms where room_id = $1
