-- Names of which nothing can be seen are none (src/values/bounded-text.ts): a shop is listed by its domain then, and an app has no
-- name. What was stored under such names already is listed anew.
alter table shops no force row level security;
alter table merchants no force row level security;
alter table apps no force row level security;
do $$
declare
  nothing_to_see constant text :=
    '^[\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f'
    || '\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]*$';
  organization text;
  unnamed bigint[];
begin
  update apps set name = null where name ~ nothing_to_see;
  for organization, unnamed in
    with changed as (
      update shops set name = '' where name <> '' and name ~ nothing_to_see returning organization_id, shop_number
    )
    select organization_id, array_agg(shop_number)
    from changed
    join merchants using (organization_id, shop_number)
    group by organization_id
  loop
    perform set_config('app.organization_id', organization, true);
    call roll_up_merchants(unnamed);
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
alter table shops force row level security;
alter table merchants force row level security;
alter table apps force row level security;
