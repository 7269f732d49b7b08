-- Stores an event and what it says about rooms. One statement, so all of it or nothing; a repeat does nothing.
with event as (
  insert into events (event_id, command, room_id, summary, error_code, occurred_at, received_at, raw_body)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (event_id) do nothing
  returning event_id, occurred_at
), said as (
  select event_id, occurred_at, "roomId" as room_id, about, coalesce(item, '') as item, coalesce(value, 'null') as value
  from event, jsonb_to_recordset($9::jsonb) as statement ("roomId" text, about text, item text, value jsonb)
), room as (
  insert into rooms (room_id, live_at, ended_at)
  select room_id, max(occurred_at) filter (where about = 'live'), max(occurred_at) filter (where about = 'ended')
  from said group by room_id
  -- In the same order everywhere, so that no two wait for each other's rows.
  order by room_id
  on conflict (room_id) do update
  set live_at = greatest(rooms.live_at, excluded.live_at), ended_at = greatest(rooms.ended_at, excluded.ended_at)
)
insert into facts (room_id, about, item, value, occurred_at, event_id)
select room_id, about, item, value, occurred_at, event_id
from said where about not in ('live', 'ended')
on conflict do nothing
