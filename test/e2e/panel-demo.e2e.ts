/* eslint-disable @typescript-eslint/no-require-imports -- loaded inside of its block, a chapter's hooks are its own */
import { useStack } from '../support/pages/pages.js';

/* The panel with the merchants of the demonstration world. The chapters share one installation. */
useStack();

describe('history', () => void require('./panel/history.js'));
describe('looking up', () => void require('./panel/look-up.js'));
describe('the merchant', () => void require('./panel/merchant.js'));
