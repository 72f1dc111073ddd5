import { answer } from './answer.js';

/* Drafts an answer to the question that is its argument, and prints it as JSON. */
const url = new URL('/mcp', process.env['PARTNER_SYNC_URL'] ?? 'http://localhost:3000');
const token = process.env['PARTNER_SYNC_TOKEN'] ?? '';
console.log(JSON.stringify(await answer(process.argv.slice(2).join(' '), { url, token }), null, 2));
