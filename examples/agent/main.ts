import { answer } from './answer.js';

/* Drafts an answer to the question that is its argument, and prints it as JSON. */
const url = new URL('/mcp', process.env['PARTNER_SYNC_URL'] ?? 'http://localhost:3000');
// In Convot it signs one of at most 15 minutes, for the shop of the conversation.
const token = () => Promise.resolve(process.env['PARTNER_SYNC_TOKEN'] ?? '');
console.log(JSON.stringify(await answer(process.argv.slice(2).join(' '), { url, token }), null, 2));
