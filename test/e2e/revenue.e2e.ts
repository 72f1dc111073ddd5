/* eslint-disable @typescript-eslint/no-require-imports -- loaded inside of its block, a chapter's hooks are its own */
import { useStack } from '../support/pages/pages.js';

/* The revenue page over two years of the demonstration. The chapters share one installation and one browser. */
useStack();

describe('figures', () => void require('./revenue/figures.js'));
describe('days', () => void require('./revenue/days.js'));
describe('what is behind a figure', () => void require('./revenue/behind.js'));
describe('segments', () => void require('./revenue/segments.js'));
describe('states', () => void require('./revenue/states.js'));
