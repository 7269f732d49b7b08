-- One round of housekeeping: deletes a bounded number of rows, so that no event waits long behind it, and returns how
-- many. $1 is how many events and how many deliveries are kept at most. What is older than a week is deleted too.
with old_events as (
  delete from events where event_id in (
    select event_id from (select event_id, position, received_at from events order by position limit 500) as oldest
    where received_at < now() - interval '7 days'
      or position <= (select max(position) from events) - $1::bigint
  ) returning 1
), old_deliveries as (
  delete from deliveries where delivery_id in (
    select delivery_id from (select delivery_id, received_at from deliveries order by delivery_id limit 500) as oldest
    where received_at < now() - interval '7 days'
      or delivery_id <= (select max(delivery_id) from deliveries) - $1::bigint
  ) returning 1
), old_minutes as (
  delete from room_minutes where (room_id, minute) in (
    select room_id, minute from room_minutes where minute < now() - interval '1 hour' limit 500
  ) returning 1
), old_trend as (
  delete from minutes where minute < now() - interval '7 days' returning 1
)
select (select count(*) from old_events) + (select count(*) from old_deliveries) + (select count(*) from old_minutes)
  + (select count(*) from old_trend) as deleted
