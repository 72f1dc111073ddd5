import type { Check } from './check.js';

/**
 * Of those that are whole. What time alone moves is looked at each minute, and may be a minute late: segments that ask for
 * trials that end are left out.
 */
export const segmentsHaveWhomTheyAskFor: Check = {
  name: 'a segment has whom it asks for',
  looked: (sql) => {
    const settled = sql`s.deleted_at is null and s.evaluated_to is null and s.trial_within is null`;
    return sql`
      select
        null::uuid as connection_id, null::bigint as app_number, shop_number,
        asked.is_asked is null or member.is_member is null as is_wrong
      from (
        select m.segment_id, m.shop_number, true as is_asked
        from meeting_criteria(array(select shop_number from merchants), null) m
        join segments s on s.id = m.segment_id
        where ${settled}
      ) as asked
      full join (
        select m.segment_id, m.shop_number, true as is_member
        from segment_members m
        join segments s on s.id = m.segment_id
        where ${settled}
      ) as member using (segment_id, shop_number)
    `;
  },
};
