import { Command, InvalidArgumentError, Option } from 'commander';
import { addApp } from '../connections/commands/add-app.js';
import { disconnect } from '../connections/commands/disconnect.js';
import { reconnect } from '../connections/commands/reconnect.js';
import { removeApp } from '../connections/commands/remove-app.js';
import { requestSync } from '../connections/commands/request-sync.js';
import { ROLES } from '../contract/connection-words.js';
import { cutText, MOST_BYTES } from '../values/bounded-text.js';
import { parseGid } from '../values/gid.js';
import { WEBHOOK_STATES } from '../webhooks/store/webhook-messages.js';
import { listConnections, showConnection } from './connections.js';
import { doctor } from './doctor.js';
import { explain, type ExplainOptions } from './explain/explain.js';
import { shopKey } from './explain/shop-key.js';
import { INTERVALS, listPlans, setPlan } from './plans.js';
import { rebuild } from './rebuild.js';
import { reconnectAll } from './reconnect-all.js';
import { printToken } from './token.js';
import { listWebhooks, resendWebhook } from './webhooks.js';
import { withConnection } from './with-connection.js';

/** The operator's verbs. They do what the API does, for any organization, with the operator named in the audit log. */
export function createProgram(): Command {
  const program = new Command('npm run cli --')
    .description('Operator commands of Convot Partner Sync')
    .showHelpAfterError();

  program
    .command('token')
    .description('print an access token of this development checkout, valid for 12 hours')
    .requiredOption('--organization <org>', 'Convot organization')
    .addOption(new Option('--role <role>', 'role in it').choices(ROLES).default('owner'))
    .action(printToken);

  const connections = program.command('connections').description('look at connections and try their tokens again');
  connections.command('list').description('all connections of all organizations').action(listConnections);
  connections.command('show').argument('<id>', 'connection id', uuid).action(showConnection);
  connections
    .command('reconnect')
    .description('try the stored token again')
    .argument('[id]', 'connection id', uuid)
    .option('--all', 'every connection in error')
    .option('--error <code>', 'with --all: only those that stopped with this error')
    .action(async (id: string | undefined, options: { all?: true; error?: string }) => {
      if ((id === undefined) === (options.all === undefined)) throw new Error('Name one connection, or say --all.');
      if (id === undefined) return reconnectAll(options.error);
      await withConnection(id, (deps, actor) => reconnect(deps, actor, id, null));
      console.log('connected');
    });

  program
    .command('sync')
    .description('sync now')
    .argument('<id>', 'connection id', uuid)
    .action(async (id: string) => console.log(await withConnection(id, (deps, actor) => requestSync(deps, actor, id))));
  program
    .command('disconnect')
    .description('stop syncing and destroy the token; the data stays')
    .argument('<id>', 'connection id', uuid)
    .action(async (id: string) => {
      const { status } = await withConnection(id, (deps, actor) => disconnect(deps, actor, id));
      console.log(status);
    });

  const apps = program.command('apps').description('apps that no transaction has named');
  apps
    .command('add')
    .description('add an app by hand')
    .argument('<id>', 'connection id', uuid)
    .argument('<app>', 'gid://partners/App/…', appNumber)
    .action(async (id: string, app: string) => {
      const { added } = await withConnection(id, (deps, actor) => addApp(deps, actor, id, app));
      console.log(added ? 'added' : 'already there');
    });
  apps
    .command('remove')
    .description('take away an app that was added by hand')
    .argument('<id>', 'connection id', uuid)
    .argument('<app>', 'gid://partners/App/…', appNumber)
    .action(async (id: string, app: string) => {
      await withConnection(id, (deps, actor) => removeApp(deps, actor, id, app));
      console.log('removed');
    });

  const plans = program.command('plans').description('how often plans bill, where no row says it');
  plans.command('list').description('what operators have set').action(listPlans);
  plans
    .command('set')
    .description('set it for one plan; sales and billing dates still count first')
    .requiredOption('--app <app>', 'number or gid://partners/App/…', appNumberOrGid)
    .requiredOption('--plan <name>', 'the plan as Shopify’s events name it', planName)
    .addOption(
      new Option('--interval <interval>', 'how often it bills').choices(Object.keys(INTERVALS)).makeOptionMandatory(),
    )
    .action(({ app, plan, interval }: { app: string; plan: string; interval: keyof typeof INTERVALS }) =>
      setPlan(app, plan, interval),
    );

  program
    .command('explain')
    .description('tell the story of one merchant, row by row')
    .requiredOption('--shop <domain>', 'the shop’s domain or number, as pasted', shopKey)
    .option('--organization <org>', 'Convot organization, where several know the shop')
    .option('--app <number>', 'one app only, by its number or gid', appNumberOrGid)
    .action((options: ExplainOptions) => explain(options));
  program
    .command('rebuild')
    .description(
      'derive all merchants again from their rows, while everything runs, and tell what came out differently',
    )
    .option('--connection <id>', 'only this one', uuid)
    .option('--organization <org>', 'only this Convot organization')
    .action(rebuild);

  const webhooks = program.command('webhooks').description('what Convot is told of churn');
  webhooks
    .command('list')
    .description('messages of all organizations, the newest of each first; settled ones are kept for 30 days')
    .addOption(new Option('--state <state>', 'only those in this state').choices(WEBHOOK_STATES))
    .addOption(new Option('--limit <count>', 'at most so many of an organization').default(100).argParser(count))
    .action(listWebhooks);
  webhooks
    .command('resend')
    .description('send a message now, under its own id; also one that was delivered or not sent')
    .argument('<id>', 'message id')
    .action(resendWebhook);

  program.command('doctor').description('check what this installation needs').action(doctor);
  return program;
}

function uuid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw new InvalidArgumentError('It is not an id.');
  return text;
}

function appNumberOrGid(text: string): string {
  return /^[1-9][0-9]{0,17}$/.test(text) ? text : appNumber(text);
}

function planName(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is not the name of a plan.');
  return cutText(text, MOST_BYTES.name); // as the fold cuts it
}

function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is not a count.');
  return Number(text);
}

function appNumber(text: string): string {
  const gid = parseGid(text);
  if (gid?.namespace !== 'partners' || gid.kind !== 'App') throw new InvalidArgumentError('Write gid://partners/App/…');
  return gid.number;
}
