import { appNumberOf } from './app-number.js';

test('the number in an app’s id', () => {
  expect(appNumberOf('gid://partners/App/4436393')).toBe('4436393');
});
