import { messageId } from './message-id.js';

const connection = '4e1c9c5e-0000-4000-8000-000000000001';

test('the same connection, type and row have the same id, for ever', () => {
  expect(messageId(connection, 'merchant.uninstalled', 'event/7/9/RELATIONSHIP_UNINSTALLED/x/')).toBe(
    'msg_YhrVzTb1l4luvGUk_SsQJCvW',
  );
});

test('anything else has another', () => {
  const ids = [
    messageId(connection, 'merchant.frozen', 'a'),
    messageId(connection, 'merchant.unfrozen', 'a'),
    messageId(connection, 'merchant.frozen', 'b'),
    messageId('4e1c9c5e-0000-4000-8000-000000000002', 'merchant.frozen', 'a'),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^msg_[\w-]{24}$/);
});
