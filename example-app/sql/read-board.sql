-- What changed on the board since version $1, as one JSON text: about $2 rooms, those that changed first. Rooms of one
-- version are never parted, so the next read may go on after it. $3 says to
-- leave out the rooms that ended more than an hour ago, which a first read does.
select json_build_object(
  'rooms', (
    select coalesce(json_agg(json_build_object(
      'roomId', room_id,
      'name', facts -> 'name',
      'owner', facts -> 'owner',
      'seats', facts -> 'seats',
      'battle', facts -> 'battle',
      'liveAt', live_at,
      'endedAt', ended_at,
      'openedAt', opened_at,
      'lastEventAt', last_event_at,
      'online', online,
      'giftsAllowed', gifts_allowed,
      'giftsDenied', gifts_denied,
      'coins', coins,
      'coinsMinute', case when isfinite(coins_minute) then coins_minute end,
      'coinsThis', coins_this,
      'coinsLast', coins_last,
      'version', version
    )), '[]')
    from (
      select * from rooms
      where version > $1::bigint
        and (not $3::boolean or live_at > coalesce(ended_at, '-infinity') or ended_at > now() - interval '1 hour')
      -- With the limit, the planner reads the index, also where it has no statistics yet.
      order by version fetch first ($2::int) rows with ties
    ) as rooms, lateral (
      select coalesce(jsonb_object_agg(about, value), '{}') as facts
      from room_facts
      where room_facts.room_id = rooms.room_id and about in ('name', 'owner', 'seats', 'battle')
    ) as latest
  ),
  'counts', (select coalesce(jsonb_object_agg(name, value), '{}') from counts),
  'eventsLastMinute', (
    select coalesce(sum(events), 0) from minutes where minute = date_trunc('minute', now()) - interval '1 minute'
  ),
  'lastEventAt', (select last_event_at from rooms order by version desc limit 1),
  'lastDeliveryId', (select coalesce(max(delivery_id), 0) from deliveries)
)::text as changes
