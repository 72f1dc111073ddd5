--! compatible
-- One pace for each Partner API token, whoever sends: workers, the api's probes, the operator's commands. Shopify counts
-- an API client's requests, so the count is no tenant's: it is kept by a digest of the token, and reached by functions
-- alone, which tell when a request may leave and nothing else.

select set_config('search_path', format('%I, pg_temp', current_schema()), true); -- see 0003_requests.sql

-- Unlogged: written before each request, and worth nothing a minute later. A server that crashes takes longer to come
-- back than a turn counts.
create unlogged table token_paces (
  -- SHA-256 under a purpose of its own. A token is 128 random bits: no digest leads back to it.
  token_key text primary key,
  -- When each of the latest turns counts no more.
  free_at timestamptz[] not null default '{}',
  -- When the latest request leaves.
  leaves_at timestamptz not null default '-infinity',
  -- When the latest priority turn counts no more.
  priority_free_at timestamptz not null default '-infinity',
  -- By how much a turn counted longer than it has to when Shopify last throttled us although we kept to its limit.
  stretch double precision not null default 1,
  yielded_at timestamptz not null default '-infinity'
);
-- No index but the key, so that an update stays on its page. There is a row a token.
grant select (token_key, leaves_at), delete on token_paces to convot_worker;

-- When the next request may leave. After a rest two may go at once; then they are spread, so that a long walk needs no
-- more windows than it has to. `taken`: the turns that count, the longest first.
create function next_turn(at timestamptz, taken timestamptz[], leaves_at timestamptz, spacing interval)
  returns timestamptz
  language sql immutable
  return greatest(at, taken[4], case when cardinality(taken) >= 2 then leaves_at + spacing end);

-- What is left of a stretch. It halves with each minute: what one throttle added is over after a third of one, what many
-- did (`yield_turns`) after less than five. With time, because who sends little would stay slow for days.
create function stretch_left(stretch double precision, yielded_at timestamptz, at timestamptz) returns double precision
  language sql stable
  return greatest(
    1, stretch * power(0.5, least((extract(epoch from at) - extract(epoch from yielded_at)) / 60, 5)::double precision)
  );

-- Reserves the next turn to send a request with this token: four count at once at most. Only durations are answered,
-- because the clocks of machines differ. `granted` is false when a turn would be too far ahead, or the latest priority
-- turn still counts: then nothing is reserved, and `wait_ms` is when to ask again. `free_at` names a turn for
-- `delay_turn`; `next_in_ms` is when the turn behind it is due. What nobody uses is lost, and no more than it.
create function take_turn(
  of_token text,
  -- How long a turn counts: Shopify's second.
  window_ms double precision,
  -- And how much longer, for what a request may be late on its way.
  margin_ms double precision,
  is_priority boolean,
  out granted boolean,
  out wait_ms double precision,
  out next_in_ms double precision,
  out leaves_at timestamptz,
  out free_at timestamptz
)
  language plpgsql security definer
  set search_path from current
  as $$
declare
  -- So that no line grows for a process that may be gone, and a priority turn has few before it.
  furthest_ahead constant interval := '2 seconds';
  millisecond constant interval := '1 millisecond';
  pace token_paces;
  at timestamptz;
  taken timestamptz[];
  length interval;
  due timestamptz;
begin
  select * into pace from token_paces where token_key = of_token for update;
  if not found then
    insert into token_paces (token_key) values (of_token)
    on conflict (token_key) do update set token_key = excluded.token_key
    returning * into pace;
  end if;
  at := clock_timestamp(); -- now that the row is ours
  if pace.leaves_at > at + furthest_ahead then
    -- The server's clock was set back: what was reserved by it means nothing any more.
    pace.free_at := '{}';
    pace.leaves_at := '-infinity';
    pace.priority_free_at := '-infinity';
    pace.stretch := 1;
    pace.yielded_at := '-infinity';
  end if;
  taken := array(select until from unnest(pace.free_at) as until where until > at order by until desc limit 4);
  length := (window_ms * stretch_left(pace.stretch, pace.yielded_at, at) + margin_ms) * millisecond;
  due := next_turn(at, taken, pace.leaves_at, length / 4);
  granted := not (due > at + furthest_ahead or is_priority and pace.priority_free_at > due);
  if granted then
    leaves_at := due;
    free_at := due + length;
    taken := array(select until from unnest(taken || free_at) as until order by until desc limit 4);
    pace.leaves_at := greatest(pace.leaves_at, due);
    wait_ms := extract(epoch from due - at) * 1000;
    next_in_ms := extract(epoch from next_turn(at, taken, pace.leaves_at, length / 4) - at) * 1000;
    update token_paces t
    set free_at = taken,
        leaves_at = pace.leaves_at,
        priority_free_at = case when is_priority then take_turn.free_at else pace.priority_free_at end,
        stretch = pace.stretch,
        yielded_at = pace.yielded_at
    where t.token_key = of_token;
  else
    wait_ms := extract(epoch from greatest(due - furthest_ahead, case when is_priority then pace.priority_free_at end) - at)
      * 1000;
    next_in_ms := extract(epoch from due - at) * 1000;
  end if;
end $$;

-- A request left later than its turn: it counts for so much longer, also when the turn was over and is forgotten already.
create function delay_turn(of_token text, turn timestamptz, late_ms double precision) returns void
  language sql security definer
  set search_path from current
  as $$
  update token_paces
  set free_at = array_remove(free_at, turn) || (turn + late_ms * interval '1 millisecond')
  where token_key = of_token;
$$;

-- Shopify throttled a request that was sent so long ago, although we kept to the limit: somebody else uses the client. We
-- leave him room for a while. What was on its way together counts once.
create function yield_turns(of_token text, sent_ms_ago double precision) returns void
  language sql security definer
  set search_path from current
  as $$
  update token_paces
  set stretch = least(stretch_left(stretch, yielded_at, clock_timestamp()) * 1.25, 20), yielded_at = clock_timestamp()
  where token_key = of_token and yielded_at < clock_timestamp() - sent_ms_ago * interval '1 millisecond';
$$;

revoke all on function take_turn, delay_turn, yield_turns from public;
grant execute on function take_turn, delay_turn, yield_turns to convot_api, convot_worker;
