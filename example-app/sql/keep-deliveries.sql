-- Stores a batch of the delivery log: rows for the deliveries that are kept, and counts of all of them.
create or replace function keep_deliveries(batch json) returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('live board'));

  insert into deliveries (
    received_at, outcome, failure, reason, command, room_id, event_id, summary, reply, duration_ms, raw_body
  )
  select "receivedAt", outcome, failure, reason, command, "roomId", "eventId", summary, reply, "durationMs",
    decode("rawBody", 'base64')
  from json_to_recordset(batch -> 'rows') as delivery (
    "receivedAt" timestamptz, outcome text, failure text, reason text, command text, "roomId" text, "eventId" text,
    summary jsonb, reply text, "durationMs" real, "rawBody" text
  );

  insert into counts as count (name, value)
  select name, value from json_to_recordset(batch -> 'counts') as counted (name text, value bigint)
  -- In the same order everywhere.
  order by name
  on conflict (name) do update set value = count.value + excluded.value;

  insert into minutes as minute (minute, failures)
  values (date_trunc('minute', now()), (batch ->> 'failures')::int)
  on conflict (minute) do update set failures = minute.failures + excluded.failures;

  perform pg_notify('board_changed', '');
end
$$;
