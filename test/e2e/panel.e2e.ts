/* eslint-disable @typescript-eslint/no-require-imports -- loaded inside of its block, a chapter's hooks are its own */
import { useStack } from '../support/pages/pages.js';

/* The panel beside a conversation, with the very merchants that a test tells of. The chapters share one installation. */
useStack();

describe('figures', () => void require('./panel/figures.js'));
describe('narrow', () => void require('./panel/narrow.js'));
describe('refreshing', () => void require('./panel/refreshing.js'));
