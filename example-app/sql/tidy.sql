-- Keeps the database small, and says nothing else about any room.

-- Several processes do this; one after the other.
select pg_advisory_xact_lock(hashtext('live board tidy'));

-- A week of at most 100,000 events and 10,000 refusals.
delete from events
where received_at < greatest(
  now() - interval '7 days', (select received_at from events order by received_at desc offset 100000 limit 1)
);
delete from refusals
where received_at < greatest(
  now() - interval '7 days', (select received_at from refusals order by received_at desc offset 10000 limit 1)
);

-- What stands no more and makes no difference to the chart: it is too old for it, or was changed again in the same tick.
delete from facts
using (
  select *, lead(occurred_at) over (partition by room_id, about, item order by occurred_at, event_id) as until from facts
) as history
where (facts.room_id, facts.about, facts.item, facts.occurred_at, facts.event_id)
    = (history.room_id, history.about, history.item, history.occurred_at, history.event_id)
  and (
    (facts.about <> 'member' and until is not null)
    or until < now() - interval '4 minutes'
    or floor(extract(epoch from until) / 3) = floor(extract(epoch from facts.occurred_at) / 3)
  );

-- What was over with the end of a room.
delete from facts
using rooms
where facts.room_id = rooms.room_id and occurred_at <= ended_at and about in ('member', 'seats', 'battle');

-- Who left a day ago: an event that is later than that to arrive would bring them back.
delete from facts where about = 'member' and value = 'false' and occurred_at < now() - interval '1 day';

-- Rooms of which nothing was heard for a week.
delete from facts
using rooms
where facts.room_id = rooms.room_id and greatest(live_at, ended_at, known_since) < now() - interval '7 days';
delete from rooms where greatest(live_at, ended_at, known_since) < now() - interval '7 days';
