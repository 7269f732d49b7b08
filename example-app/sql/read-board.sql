-- What changed on the board since the version `after`: about `most` rooms, those that changed first. Rooms of one version
-- are never parted, so the next read may go on after it. A first read leaves out the rooms that ended more than an hour
-- ago.
create or replace function read_board(after bigint, most integer, is_first boolean) returns json language plpgsql stable
-- As for keep_events, a process plans this once.
set enable_seqscan = off set jit = off set plan_cache_mode = force_generic_plan
as $$
begin
  return json_build_object(
    'rooms', (
      -- A row becomes JSON in half the time that json_build_object takes.
      select coalesce(json_agg(changed), '[]')
      from (
        select
          room_id as "roomId",
          board_facts -> 'name' as name,
          board_facts -> 'owner' as owner,
          board_facts -> 'seats' as seats,
          board_facts -> 'battle' as battle,
          live_at as "liveAt",
          ended_at as "endedAt",
          opened_at as "openedAt",
          last_event_at as "lastEventAt",
          online,
          gifts_allowed as "giftsAllowed",
          gifts_denied as "giftsDenied",
          coins,
          case when isfinite(coins_minute) then coins_minute end as "coinsMinute",
          coins_this as "coinsThis",
          coins_last as "coinsLast",
          version
        from rooms
        where version > after
          and (not is_first or live_at > coalesce(ended_at, '-infinity') or ended_at > now() - interval '1 hour')
        order by version fetch first (most) rows with ties
      ) as changed
    ),
    'counts', (select coalesce(jsonb_object_agg(name, value), '{}') from counts),
    'eventsLastMinute', (
      select coalesce(sum(events), 0) from minutes where minute = date_trunc('minute', now()) - interval '1 minute'
    ),
    'lastEventAt', (select last_event_at from rooms order by version desc limit 1),
    'lastDeliveryId', (select coalesce(max(delivery_id), 0) from deliveries)
  );
end
$$;
