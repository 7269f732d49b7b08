-- Stores a batch of events and brings every row up to date that they change: all of it or nothing. An event that is
-- stored already changes nothing. Of two events about the same thing the later one counts, in whatever order they
-- arrive: later by the time it happened, then by the time it was received, then by its id.
create or replace function keep_events(batch json) returns void language plpgsql
-- A process plans these statements once, perhaps while the tables are still empty. Each finds its rows by an index, and
-- would read whole tables if it were planned by their size. Compiling them would take longer than they run.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set jit = off set plan_cache_mode = force_generic_plan
as $$
declare
  -- The new events, a column to each array, so that none of them is read from the table again.
  new_ids text[];
  new_rooms text[];
  new_errors integer[];
  new_coins bigint[];
  new_times timestamptz[];
  -- What the new events state, as rows: parsed once, and read several times.
  facts room_facts[];
  ended text[];
  new_version bigint;
  this_minute timestamptz := date_trunc('minute', now());
begin
  -- The batches of all processes follow one another. Therefore a counter never misses a row that another transaction
  -- is about to commit, and versions become visible in their order.
  perform pg_advisory_xact_lock(hashtext('live board'));

  with added as (
    insert into events (event_id, command, room_id, summary, error_code, coins, occurred_at, received_at, raw_body)
    select "eventId", command, "roomId", summary, "errorCode", coins, "occurredAt", "receivedAt", "rawBody"
    from json_to_recordset(batch -> 'events') as event (
      "eventId" text, command text, "roomId" text, summary jsonb, "errorCode" integer, coins bigint,
      "occurredAt" timestamptz, "receivedAt" timestamptz, "rawBody" text
    )
    on conflict (event_id) do nothing
    returning event_id, room_id, error_code, coins, occurred_at
  )
  select array_agg(event_id), array_agg(room_id), array_agg(error_code), array_agg(coins), array_agg(occurred_at)
  into new_ids, new_rooms, new_errors, new_coins, new_times
  from added;
  if new_ids is null then return; end if;
  new_version := nextval('board_version');

  select array_agg(row("roomId", about, coalesce(item, ''), coalesce(value, 'null'), "occurredAt", "receivedAt", "eventId")::room_facts)
  into facts
  from json_to_recordset(batch -> 'facts') as fact (
    "eventId" text, "roomId" text, about text, item text, value jsonb, "occurredAt" timestamptz, "receivedAt" timestamptz
  ) join unnest(new_ids) as new (id) on new.id = "eventId";

  insert into rooms as room (room_id, live_at, ended_at, opened_at, last_event_at, version)
  select
    room_id,
    max(occurred_at) filter (where about in ('live', 'opened')),
    max(occurred_at) filter (where about = 'ended'),
    max(occurred_at) filter (where about = 'opened'),
    max(received_at),
    new_version
  from unnest(facts)
  group by room_id
  on conflict (room_id) do update set
    live_at = greatest(room.live_at, excluded.live_at),
    ended_at = greatest(room.ended_at, excluded.ended_at),
    opened_at = greatest(room.opened_at, excluded.opened_at),
    last_event_at = greatest(room.last_event_at, excluded.last_event_at),
    version = excluded.version;

  -- What happened before a room's end is over with it. No member is reported as offline when a room ends.
  select array_agg(distinct room_id) into ended from unnest(facts) where about = 'ended';
  if ended is not null then
    delete from members using rooms
    where members.room_id = any (ended) and rooms.room_id = members.room_id and occurred_at <= ended_at;
    delete from room_facts using rooms
    where room_facts.room_id = any (ended) and rooms.room_id = room_facts.room_id
      and about in ('seats', 'battle') and occurred_at <= ended_at;
    update rooms set
      online = (select count(*) from members where members.room_id = rooms.room_id and is_online),
      gifts_allowed = gifts.allowed, gifts_denied = gifts.denied, coins = gifts.coins
    from (
      select room.room_id,
        count(*) filter (where error_code = 0 and event.coins is not null) as allowed,
        count(*) filter (where error_code <> 0 and event.coins is not null) as denied,
        coalesce(sum(event.coins) filter (where error_code = 0), 0) as coins
      from rooms as room left join events as event on event.room_id = room.room_id and occurred_at > room.ended_at
      where room.room_id = any (ended)
      group by room.room_id
    ) as gifts
    where rooms.room_id = gifts.room_id;
  end if;

  with latest as (
    select distinct on (fact.room_id, item)
      fact.room_id, item as account, value = 'true' as is_online, occurred_at, received_at, event_id
    from unnest(facts) as fact join rooms using (room_id)
    where about = 'member' and occurred_at > coalesce(ended_at, '-infinity')
    order by fact.room_id, item, occurred_at desc, received_at desc, event_id desc
  ), newer as (
    -- The lock above keeps these rows as they are.
    select latest.*, coalesce(member.is_online, false) as was_online
    from latest left join members as member using (room_id, account)
    where member.room_id is null
      or (member.occurred_at, member.received_at, member.event_id)
       < (latest.occurred_at, latest.received_at, latest.event_id)
  ), stored as (
    insert into members (room_id, account, is_online, occurred_at, received_at, event_id)
    select room_id, account, is_online, occurred_at, received_at, event_id from newer
    on conflict (room_id, account) do update set
      is_online = excluded.is_online, occurred_at = excluded.occurred_at,
      received_at = excluded.received_at, event_id = excluded.event_id
  )
  update rooms set online = rooms.online + step.online
  from (
    select room_id, sum(is_online::int - was_online::int) as online from newer group by room_id
  ) as step
  where rooms.room_id = step.room_id;

  insert into room_facts as fact (room_id, about, item, value, occurred_at, received_at, event_id)
  select distinct on (said.room_id, about, item)
    said.room_id, about, item, value, occurred_at, received_at, event_id
  from unnest(facts) as said join rooms using (room_id)
  where about in ('name', 'owner', 'recording', 'statistic')
    or (about in ('seats', 'battle') and occurred_at > coalesce(ended_at, '-infinity'))
  order by said.room_id, about, item, occurred_at desc, received_at desc, event_id desc
  on conflict (room_id, about, item) do update set
    value = excluded.value, occurred_at = excluded.occurred_at,
    received_at = excluded.received_at, event_id = excluded.event_id
  where (fact.occurred_at, fact.received_at, fact.event_id)
      < (excluded.occurred_at, excluded.received_at, excluded.event_id);

  update rooms set board_facts = (
    select coalesce(jsonb_object_agg(about, value), '{}') from room_facts
    where room_facts.room_id = rooms.room_id and about in ('name', 'owner', 'seats', 'battle')
  )
  where room_id = any (array(
    select distinct room_id from unnest(facts) where about in ('name', 'owner', 'seats', 'battle', 'ended')
  ));

  update rooms set
    gifts_allowed = gifts_allowed + gifts.allowed,
    gifts_denied = gifts_denied + gifts.denied,
    coins = rooms.coins + gifts.coins,
    coins_last = case coins_minute
      when this_minute then coins_last
      when this_minute - interval '1 minute' then coins_this
      else 0
    end,
    coins_this = case coins_minute when this_minute then coins_this else 0 end + gifts.arrived,
    coins_minute = this_minute
  from (
    -- Where a room has just ended, its gifts were counted above.
    select room_id,
      count(*) filter (where counts_here and error_code = 0) as allowed,
      count(*) filter (where counts_here and error_code <> 0) as denied,
      coalesce(sum(coins) filter (where counts_here and error_code = 0), 0) as coins,
      coalesce(sum(coins) filter (where error_code = 0), 0) as arrived
    from (
      select room_id, error_code, event.coins,
        occurred_at > coalesce(ended_at, '-infinity') and not room_id = any (coalesce(ended, '{}')) as counts_here
      from unnest(new_rooms, new_errors, new_coins, new_times) as event (room_id, error_code, coins, occurred_at)
        join rooms using (room_id)
      where event.coins is not null
    ) as gift
    group by room_id
  ) as gifts
  where rooms.room_id = gifts.room_id;

  with happened as materialized (
    select room_id, count(*) as events, coalesce(sum(coins) filter (where error_code = 0), 0) as coins
    from unnest(new_rooms, new_errors, new_coins) as event (room_id, error_code, coins)
    group by room_id
  )
  insert into room_minutes as minute (room_id, minute, online, events, coins)
  select room_id, this_minute, rooms.online, coalesce(events, 0), coalesce(happened.coins, 0)
  from rooms left join happened using (room_id)
  where rooms.version = new_version
  on conflict (room_id, minute) do update set
    online = excluded.online, events = minute.events + excluded.events, coins = minute.coins + excluded.coins;

  with happened as (
    select count(*) as events,
      count(*) filter (where coins is not null and error_code = 0) as allowed,
      count(*) filter (where coins is not null and error_code <> 0) as denied,
      coalesce(sum(coins) filter (where error_code = 0), 0) as coins
    from unnest(new_errors, new_coins) as event (error_code, coins)
  ), in_minute as (
    insert into minutes as minute (minute, events, coins)
    select this_minute, events, coins from happened
    on conflict (minute) do update set events = minute.events + excluded.events, coins = minute.coins + excluded.coins
  )
  insert into counts as count (name, value)
  select counted.* from happened, lateral (
    values ('events', events), ('gifts allowed', allowed), ('gifts denied', denied), ('coins', coins)
  ) as counted (name, value)
  where counted.value > 0
  on conflict (name) do update set value = count.value + excluded.value;

  perform pg_notify('board_changed', '');
end
$$;
