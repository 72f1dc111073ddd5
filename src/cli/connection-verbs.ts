import { type Command, InvalidArgumentError, Option } from 'commander';
import { disconnect } from '../connections/commands/disconnect.js';
import { reconnect } from '../connections/commands/reconnect.js';
import { requestSync } from '../connections/commands/request-sync.js';
import { CONNECTION_HEALTHS } from '../contract/connection-health.js';
import { CONNECTION_STATUSES } from '../contract/connection-words.js';
import { connectionId } from './arguments.js';
import { listConnections, showConnection } from './connections.js';
import { examples } from './help.js';
import { pauseEvery, pauseOne, resumeEvery, resumeOne } from './pauses.js';
import { reconnectAll } from './reconnect-all.js';
import { withConnection } from './with-connection.js';

const ID = '4e1c9c5e-3f0a-4f5e-9d9e-0d6f3c1b2a10';

/** To look at connections, and to have them sync, rest, go on or end. */
export function addConnectionVerbs(program: Command): void {
  const connections = program.command('connections').description('look at connections and try their tokens again');
  connections
    .command('list')
    .description('connections of all organizations, and how many there are of each status, health and error')
    .addOption(new Option('--status <status>', 'only those of this status').choices(CONNECTION_STATUSES))
    .addOption(new Option('--health <health>', 'only those of this health').choices(CONNECTION_HEALTHS))
    .option('--error <code>', 'only those whose last failure has this code')
    .option('--partner-organization <number>', 'only those of this Partner organization', partnerOrganization)
    .option('--json', 'as one JSON object: connections, counts, pauseOfAll')
    .addHelpText(
      'after',
      examples(
        ['connections list --health stale', 'whom somebody should look after'],
        ['connections list --error token_rejected --json', 'for jq and scripts'],
        ['connections list --partner-organization 1234567', 'who has connected it'],
      ),
    )
    .action(listConnections);
  connections
    .command('show')
    .description('one connection as the API shows it, and what only operators see, as JSON')
    .argument('<id>', 'connection id, or number of the Partner organization', idOrNumber)
    .addHelpText(
      'after',
      examples([`connections show ${ID}`, 'by its id'], ['connections show 1234567', 'by its Partner organization']),
    )
    .action(showConnection);
  connections
    .command('reconnect')
    .description('try the stored token again')
    .argument('[id]', 'connection id', connectionId)
    .option('--all', 'every connection in error, some at a time')
    .option('--error <code>', 'with --all: only those that stopped with this error')
    .addHelpText(
      'after',
      examples(
        [`connections reconnect ${ID}`, 'one'],
        ['connections reconnect --all --error query_refused', 'all that a mistake of ours has stopped'],
      ),
    )
    .action(async (id: string | undefined, { all, error }: { all?: true; error?: string }) => {
      if (isOne(id, all)) {
        if (error !== undefined) throw new Error('--error goes with --all.');
        await withConnection(id, (deps, actor) => reconnect(deps, actor, id, null));
        console.log('connected');
      } else await reconnectAll(error);
    });

  program
    .command('pause')
    .description('send nothing to Shopify for a connection until it is resumed; token and data stay')
    .argument('[id]', 'connection id', connectionId)
    .option('--all', 'every connection, also those that are made later')
    .addHelpText('after', examples([`pause ${ID}`, 'one'], ['pause --all', 'Shopify is to be left alone, at once']))
    .action((id: string | undefined, { all }: { all?: true }) => (isOne(id, all) ? pauseOne(id) : pauseEvery()));
  program
    .command('resume')
    .description('let a connection go on where it was paused')
    .argument('[id]', 'connection id', connectionId)
    .option('--all', 'every connection that is not paused by itself')
    .addHelpText('after', examples([`resume ${ID}`, 'one'], ['resume --all', 'end the pause of all']))
    .action((id: string | undefined, { all }: { all?: true }) => (isOne(id, all) ? resumeOne(id) : resumeEvery()));

  program
    .command('sync')
    .description('sync now')
    .argument('<id>', 'connection id', connectionId)
    .addHelpText('after', examples([`sync ${ID}`, 'prints `started` or `queued`']))
    .action(async (id: string) => console.log(await withConnection(id, (deps, actor) => requestSync(deps, actor, id))));
  program
    .command('disconnect')
    .description('stop syncing and destroy the token; the data stays')
    .argument('<id>', 'connection id', connectionId)
    .addHelpText('after', examples([`disconnect ${ID}`, 'its owner has to enter a token to connect again']))
    .action(async (id: string) => {
      const { status } = await withConnection(id, (deps, actor) => disconnect(deps, actor, id));
      console.log(status);
    });
}

/** One connection is named, or all of them: never both, never none. */
function isOne(id: string | undefined, all: true | undefined): id is string {
  if ((id === undefined) === (all === undefined)) throw new Error('Name one connection, or say --all.');
  return id !== undefined;
}

function partnerOrganization(text: string): string {
  if (!/^[1-9]\d{0,18}$/.test(text)) throw new InvalidArgumentError('It is not the number of a Partner organization.');
  return text;
}

function idOrNumber(text: string): string {
  return /^\d+$/.test(text) ? partnerOrganization(text) : connectionId(text);
}
