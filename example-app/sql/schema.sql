-- Every process runs this at its start, and may: it changes nothing that is there. Tried with PostgreSQL 15 and 18.

-- Two processes that start at once would trip over each other's tables.
select pg_advisory_xact_lock(hashtext('live board schema'));

-- Every accepted event, once, as it was received.
create table if not exists events (
  event_id    text primary key,
  command     text not null,
  room_id     text,
  summary     text not null,
  -- What was answered; only to a before-command anything but 0.
  error_code  integer not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  raw_body    bytea not null
);
create index if not exists events_latest on events (received_at);
create index if not exists events_gifts on events (room_id, occurred_at, error_code)
where command = 'Live.CallbackBeforeSendGift';

-- What was refused, failed or is unknown. Tencent does not send it again: it is here to be looked into.
create table if not exists refusals (
  refusal_id  bigint generated always as identity primary key,
  command     text,
  failure     text not null,
  reason      text not null,
  error_code  integer not null,
  received_at timestamptz not null,
  raw_body    bytea
);
create index if not exists refusals_latest on refusals (received_at);

-- A room is live when a sign of life is later than its last end: the id may be given to a later room.
create table if not exists rooms (
  room_id     text primary key,
  live_at     timestamptz,
  ended_at    timestamptz,
  known_since timestamptz not null default now()
);

-- What events say about rooms. Rows are added and never changed: of all that is said about one item of a room the
-- latest stands, in whatever order it came; of two at the same time, the one whose event has the greater id.
create table if not exists facts (
  room_id     text not null,
  -- 'member', 'seats', 'name', 'owner' or 'battle'
  about       text not null,
  -- The member's account; '' for what a room has one of.
  item        text not null,
  value       jsonb not null,
  occurred_at timestamptz not null,
  event_id    text not null,
  primary key (room_id, about, item, occurred_at, event_id)
);
