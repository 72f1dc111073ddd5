/* eslint-disable @typescript-eslint/no-require-imports -- loaded inside of its block, a chapter's hooks are its own */
import { useStack } from '../support/pages/pages.js';

/* The settings page. The chapters share one installation and one browser. */
useStack();

describe('connecting', () => void require('./settings/connecting.js'));
describe('failures', () => void require('./settings/failures.js'));
describe('states', () => void require('./settings/states.js'));
describe('pauses', () => void require('./settings/pauses.js'));
describe('verification', () => void require('./settings/verification.js'));
