-- Once an hour, because it reads all members and rooms: forgets members who have been offline for a day (an event that
-- is older and arrives later than that would bring them back), and rooms without any event for a week.
delete from members where not is_online and occurred_at < now() - interval '1 day';
delete from members using rooms where members.room_id = rooms.room_id and last_event_at < now() - interval '7 days';
delete from room_facts using rooms where room_facts.room_id = rooms.room_id and last_event_at < now() - interval '7 days';
delete from rooms where last_event_at < now() - interval '7 days';
