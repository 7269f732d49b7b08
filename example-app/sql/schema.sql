-- Every process runs this when it starts. It changes nothing that exists already. Tried with PostgreSQL 15 and 18.

-- Two processes that start together must not create the same table at the same time.
select pg_advisory_xact_lock(hashtext('live board schema'));

-- Every accepted event, once, as it was received.
create table if not exists events (
  event_id    text collate "C" primary key,
  -- The order of arrival. Housekeeping deletes from the lowest.
  position    bigint generated always as identity,
  command     text not null,
  room_id     text collate "C",
  -- The key and the parameters of a sentence, which the page writes in its own language.
  summary     jsonb not null,
  -- What was answered. It differs from 0 only for a before-command.
  error_code  integer not null,
  -- What a gift costs in all; null for every other command.
  coins       bigint,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  raw_body    text not null
);
create unique index if not exists events_position on events (position);
create index if not exists events_of_room on events (room_id, occurred_at);

-- One row for each room that any event mentions, kept up to date by keep_events.
-- A room is live when its last sign of life is later than its last end: the same id may be used again for a later room.
create table if not exists rooms (
  room_id       text collate "C" primary key,
  live_at       timestamptz,
  ended_at      timestamptz,
  opened_at     timestamptz,
  last_event_at timestamptz not null,
  online        integer not null default 0,
  gifts_allowed integer not null default 0,
  gifts_denied  integer not null default 0,
  coins         bigint not null default 0,
  -- Coins of the minute in which the last gift arrived, and of the minute before it.
  coins_minute  timestamptz not null default '-infinity',
  coins_this    bigint not null default 0,
  coins_last    bigint not null default 0,
  -- A copy of what the board shows of the room's facts, so that a read finds all of a room in one row.
  board_facts   jsonb not null default '{}',
  -- Grows with every change, so that a reader asks only for what changed since its last read.
  version       bigint not null
);
create index if not exists rooms_version on rooms (version);
create sequence if not exists board_version;

-- The latest state of each member. A member who is offline keeps a row for a day, so that an older event that arrives
-- later does not bring them back.
create table if not exists members (
  room_id     text collate "C" not null,
  account     text collate "C" not null,
  is_online   boolean not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  event_id    text collate "C" not null,
  primary key (room_id, account)
);

-- The latest of everything else that events state about a room.
create table if not exists room_facts (
  room_id     text collate "C" not null,
  -- 'name', 'owner', 'seats', 'battle', 'recording' or 'statistic'
  about       text not null,
  -- The id of the recording's task; '' for what a room has one of.
  item        text not null,
  value       jsonb not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  event_id    text collate "C" not null,
  primary key (room_id, about, item)
);

-- What happened in each minute, in all rooms and in each of them, by the time of arrival.
create table if not exists minutes (
  minute   timestamptz primary key,
  events   integer not null default 0,
  coins    bigint not null default 0,
  failures integer not null default 0,
  online   integer
);
create table if not exists room_minutes (
  room_id text collate "C" not null,
  minute  timestamptz not null,
  online  integer not null,
  events  integer not null,
  coins   bigint not null,
  primary key (room_id, minute)
);
create index if not exists room_minutes_minute on room_minutes (minute);

-- Totals that never fall: events, gifts, coins, and deliveries by outcome and failure.
create table if not exists counts (
  name  text primary key,
  value bigint not null
);

-- One row for each delivery, written after its reply. Of unauthenticated ones only a sample is kept.
create table if not exists deliveries (
  delivery_id bigint generated always as identity primary key,
  received_at timestamptz not null,
  outcome     text not null,
  failure     text,
  reason      text,
  command     text,
  room_id     text,
  event_id    text collate "C",
  summary     jsonb,
  -- The exact body of the reply.
  reply       text not null,
  duration_ms real not null,
  -- Null where the row in `events` has the same bytes.
  raw_body    bytea
);
create index if not exists deliveries_of_room on deliveries (room_id, delivery_id) where room_id is not null;
create index if not exists deliveries_of_command on deliveries (command, delivery_id);
create index if not exists deliveries_not_handled on deliveries (outcome, delivery_id)
where outcome in ('refused', 'failed', 'late', 'unknown');
create index if not exists deliveries_failed on deliveries (failure, delivery_id) where failure is not null;
