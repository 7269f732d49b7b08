-- The tables of the moderation server. Every process runs this at its start; it changes nothing that exists already.

-- Two processes that start at once would otherwise create the same table twice, and one of them would fail.
select pg_advisory_xact_lock(hashtext('moderation schema'));

-- The messages that were refused and wait for review.
create table if not exists moderation_held (
  -- The order in which messages were held. Pages and deletion by age go by it.
  seq          bigint generated always as identity primary key,
  -- The id under which the Manager deletes a message: the delivery's eventId where it has one.
  content_id   text not null unique,
  receiver     text not null,
  from_account text not null,
  -- The callback's body as Tencent sent it. It is JSON, but jsonb would refuse the NUL characters that a message may hold.
  body         text not null,
  held_at      timestamptz not null default clock_timestamp(),
  -- The attempt that stored the row last. An attempt that came too late removes its own row and no other.
  stored_by    uuid not null
);
create index if not exists moderation_held_of_receiver on moderation_held (receiver, seq);
create index if not exists moderation_held_of_account on moderation_held (from_account, seq);

-- How many messages each room has, so that nothing has to count rows. Several rows for each room, because messages that
-- are held at the same moment would otherwise wait for each other's update of one row.
create table if not exists moderation_counts (
  receiver text not null,
  shard    integer not null,
  held     bigint not null,
  primary key (receiver, shard)
) with (fillfactor = 50);

-- The Manager's switch, one for all processes.
create table if not exists moderation_switch (
  is_only_row boolean primary key default true check (is_only_row),
  is_enabled  boolean not null
);
insert into moderation_switch (is_enabled) values (true) on conflict do nothing;

-- Where the pages that were read lately ended, so that the next page begins there, whatever has arrived in between.
create table if not exists moderation_pages (
  receiver  text not null,
  page_size integer not null,
  page_no   integer not null,
  last_seq  bigint not null,
  read_at   timestamptz not null default now(),
  primary key (receiver, page_size, page_no)
);
create index if not exists moderation_pages_by_age on moderation_pages (read_at);
