-- The whole board as one JSON text: what a page shows, at one moment.
with live as (
  select *, coalesce(ended_at, '-infinity') as begins_after, true as is_live
  from rooms
  where live_at > coalesce(ended_at, '-infinity')
), just_ended as (
  -- They stay for a minute, for those who were looking at them.
  select *, 'infinity'::timestamptz as begins_after, false as is_live
  from rooms
  where ended_at > now() - interval '1 minute' and ended_at >= coalesce(live_at, '-infinity')
), shown as (
  select * from (select * from live union all select * from just_ended) as recent
  order by is_live desc, greatest(live_at, ended_at) desc, room_id
  limit 24
), history as (
  -- Who was in a room before it ended is gone: nobody tells so, for each of them.
  select room_id, item as account, occurred_at, value = 'true' as is_online,
    lag(value = 'true', 1, false) over member as was_online,
    lead(event_id) over member is null as is_latest
  from facts join live using (room_id)
  where about = 'member' and occurred_at > begins_after
  window member as (partition by room_id, item order by occurred_at, event_id)
), members as (
  select room_id, count(*)::int as online, (array_agg(account order by occurred_at desc, account))[1:12] as accounts
  from history where is_latest and is_online group by room_id
), steps as (
  -- The last three minutes in ticks of three seconds; what is older belongs to the first one.
  select room_id, sum(is_online::int - was_online::int)::int as step,
    greatest(0, least(60, 60 + floor(extract(epoch from occurred_at) / 3) - floor(extract(epoch from now()) / 3)))::int as tick
  from history group by room_id, tick
), charts as (
  select room_id, array_agg(online order by tick) as online
  from (
    select room_id, tick, sum(coalesce(step, 0)) over (partition by room_id order by tick)::int as online
    from shown cross join generate_series(0, 60) as tick left join steps using (room_id, tick)
  ) as counted
  group by room_id
), latest as (
  select room_id, jsonb_object_agg(about, value) as items
  from (
    select distinct on (room_id, about) room_id, about, value
    from facts join shown using (room_id)
    where about in ('name', 'owner', 'seats', 'battle') and (about in ('name', 'owner') or occurred_at > begins_after)
    order by room_id, about, occurred_at desc, event_id desc
  ) as standing
  group by room_id
), gifts as (
  select room_id,
    count(*) filter (where error_code = 0)::int as allowed,
    count(*) filter (where error_code <> 0)::int as denied
  from events join live using (room_id)
  where command = 'Live.CallbackBeforeSendGift' and occurred_at > begins_after
  group by room_id
), feed as (
  (
    select event_id as id, received_at, command, room_id, summary,
      case when command not like '%Before%' then 'handled' when error_code = 0 then 'allowed' else 'denied' end as outcome
    from events order by received_at desc limit 40
  )
  union all
  (
    select refusal_id::text, received_at, command, null, reason, failure
    from refusals order by received_at desc limit 40
  )
  order by received_at desc, id
  limit 40
)
select jsonb_build_object(
  'at', now(),
  'isDemo', $1::boolean,
  'rooms', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'roomId', room_id,
      'isLive', is_live,
      -- Nothing was heard of it for two minutes: perhaps its end was never told.
      'isQuiet', live_at < now() - interval '2 minutes',
      'endedAt', ended_at,
      'name', left(items ->> 'name', 100),
      'owner', items ->> 'owner',
      'seats', coalesce(items -> 'seats', '[]'),
      'battle', items -> 'battle',
      'online', coalesce(members.online, 0),
      'members', coalesce(to_jsonb(accounts), '[]'),
      'chart', charts.online,
      'gifts', jsonb_build_object('allowed', coalesce(allowed, 0), 'denied', coalesce(denied, 0))
    ) order by is_live desc, live_at < now() - interval '2 minutes', known_since desc, room_id), '[]')
    from shown
    left join latest using (room_id) left join members using (room_id)
    left join charts using (room_id) left join gifts using (room_id)
  ),
  'feed', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', id,
      'at', received_at,
      'command', command,
      'roomId', room_id,
      'summary', summary,
      'outcome', outcome
    ) order by received_at desc, id), '[]')
    from feed
  ),
  'totals', jsonb_build_object(
    'rooms', (select count(*) from live),
    'online', (select coalesce(sum(online), 0) from members),
    'events', (select count(*) from events),
    'eventsLastMinute', (select count(*) from events where received_at > now() - interval '1 minute'),
    'giftsAllowed', (select coalesce(sum(allowed), 0) from gifts),
    'giftsDenied', (select coalesce(sum(denied), 0) from gifts),
    'refusals', (select count(*) from refusals)
  )
)::text as board
