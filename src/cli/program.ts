import { Command, InvalidArgumentError, Option } from 'commander';
import { addApp } from '../connections/commands/add-app.js';
import { removeApp } from '../connections/commands/remove-app.js';
import { ROLES } from '../contract/connection-words.js';
import { cutText, MOST_BYTES } from '../values/bounded-text.js';
import type { Instant } from '../values/instant.js';
import { WEBHOOK_STATES } from '../webhooks/store/webhook-messages.js';
import { appNumber, appNumberOrGid, connectionId, count, shopDomainOnly, time } from './arguments.js';
import { addConnectionVerbs } from './connection-verbs.js';
import { doctor, type DoctorOptions } from './doctor.js';
import { erase, type EraseOptions } from './erase.js';
import { explain, type ExplainOptions } from './explain/explain.js';
import { shopKey } from './explain/shop-key.js';
import { examples, EXIT_CODES } from './help.js';
import { INTERVALS, listPlans, setPlan } from './plans.js';
import { rebuild } from './rebuild.js';
import { restored } from './restored.js';
import { rotateKeys } from './rotate-keys.js';
import { printToken } from './token.js';
import { listWebhooks, resendWebhook, resendWebhooksSince } from './webhooks.js';
import { withConnection } from './with-connection.js';

/** The operator's verbs. They do what the API does, for any organization, with the operator named in the audit log. */
export function createProgram(): Command {
  const program = new Command('npm run cli --')
    .description('Operator commands of Convot Partner Sync')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError();

  program
    .command('token')
    .description('print an access token of this development checkout, valid for 12 hours')
    .requiredOption('--organization <org>', 'Convot organization')
    .addOption(new Option('--role <role>', 'role in it').choices(ROLES).default('owner'))
    .option('--shop <domain>', 'good for MCP alone, about this shop alone', shopDomainOnly)
    .addHelpText(
      'after',
      examples(
        ['token --organization org_demo --role agent', 'as a customer service agent'],
        [
          'token --organization org_demo --role agent --shop alder.myshopify.com',
          'as software that talks to a merchant',
        ],
      ),
    )
    .action(printToken);

  addConnectionVerbs(program);

  const apps = program.command('apps').description('apps that no transaction has named');
  apps
    .command('add')
    .description('add an app by hand')
    .argument('<id>', 'connection id', connectionId)
    .argument('<app>', 'gid://partners/App/…', appNumber)
    .addHelpText(
      'after',
      examples([
        'apps add 4e1c9c5e-3f0a-4f5e-9d9e-0d6f3c1b2a10 gid://partners/App/4436393',
        'Shopify is asked for its name',
      ]),
    )
    .action(async (id: string, app: string) => {
      const { added } = await withConnection(id, (deps, actor) => addApp(deps, actor, id, app));
      console.log(added ? 'added' : 'already there');
    });
  apps
    .command('remove')
    .description('take away an app that was added by hand')
    .argument('<id>', 'connection id', connectionId)
    .argument('<app>', 'gid://partners/App/…', appNumber)
    .addHelpText(
      'after',
      examples([
        'apps remove 4e1c9c5e-3f0a-4f5e-9d9e-0d6f3c1b2a10 gid://partners/App/4436393',
        'its rows stay, hidden',
      ]),
    )
    .action(async (id: string, app: string) => {
      await withConnection(id, (deps, actor) => removeApp(deps, actor, id, app));
      console.log('removed');
    });

  const plans = program.command('plans').description('how often plans bill, where no row says it');
  plans
    .command('list')
    .description('what operators have set')
    .addHelpText('after', examples(['plans list', 'one line a plan and organization']))
    .action(listPlans);
  plans
    .command('set')
    .description('set it for one plan; sales and billing dates still count first')
    .requiredOption('--app <app>', 'number or gid://partners/App/…', appNumberOrGid)
    .requiredOption('--plan <name>', 'the plan as Shopify’s events name it', planName)
    .addOption(
      new Option('--interval <interval>', 'how often it bills').choices(Object.keys(INTERVALS)).makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      examples(
        ['plans set --app 4436393 --plan Gold --interval annual', 'for every organization that has the app'],
        ['plans set --app 4436393 --plan Gold --interval none', 'take it back'],
      ),
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
    .addHelpText(
      'after',
      examples(
        ['explain --shop alder.myshopify.com', 'all of its apps'],
        ['explain --shop alder.myshopify.com --app 4436393', 'one of them'],
      ),
    )
    .action((options: ExplainOptions) => explain(options));
  program
    .command('rebuild')
    .description(
      'derive all merchants again from their rows, while everything runs, and tell what came out differently',
    )
    .option('--connection <id>', 'only this one', connectionId)
    .option('--organization <org>', 'only this Convot organization')
    .addHelpText(
      'after',
      examples(
        ['rebuild', 'everything'],
        ['rebuild --connection 4e1c9c5e-3f0a-4f5e-9d9e-0d6f3c1b2a10', 'one that was passed over'],
      ),
    )
    .action(rebuild);

  const webhooks = program.command('webhooks').description('what Convot is told of churn');
  webhooks
    .command('list')
    .description('messages of all organizations, the newest of each first; settled ones are kept for 30 days')
    .addOption(new Option('--state <state>', 'only those in this state').choices(WEBHOOK_STATES))
    .addOption(new Option('--limit <count>', 'at most so many of an organization').default(100).argParser(count))
    .addHelpText('after', examples(['webhooks list --state failed', 'what was given up, with the last answer']))
    .action(listWebhooks);
  webhooks
    .command('resend')
    .description('send a message now, under its own id; also one that was delivered or not sent')
    .argument('[id]', 'message id')
    .option('--since <time>', 'every message written or last sent since then that was delivered or given up', time)
    .addHelpText(
      'after',
      examples(
        ['webhooks resend msg_0123456789abcdef', 'one'],
        ['webhooks resend --since 2026-11-29T03:00:00Z', 'the receiver was restored from a backup of that time'],
      ),
    )
    .action(async (id: string | undefined, { since }: { since?: Instant }) => {
      if (id !== undefined && since === undefined) await resendWebhook(id);
      else if (id === undefined && since !== undefined) await resendWebhooksSince(since);
      else throw new Error('Name one message, or say --since.');
    });

  program
    .command('rotate-keys')
    .description('encrypt everything that is under TOKEN_KEYS with its first key, while everything runs; repeatable')
    .addHelpText('after', examples(['rotate-keys', 'after the new key was put in front of TOKEN_KEYS everywhere']))
    .action(rotateKeys);
  program
    .command('restored')
    .description('after the database was restored: check what the backup could not know, or put it right; repeatable')
    .option('--mend', 'disconnect what was disconnected since, and have everything of every connection read again')
    .addHelpText(
      'after',
      examples(
        ['restored', 'before api and worker are started; changes nothing'],
        ['restored --mend', 'then; docs/restoring.md has the order of things'],
      ),
    )
    .action((options: { mend?: true }) => restored(options));
  program
    .command('erase')
    .description('erase an organization, or one shop of it, for good; nothing brings it back')
    .requiredOption('--organization <org>', 'Convot organization')
    .option('--shop <domain>', 'only this shop: its domain or number, as pasted', shopKey)
    .addHelpText(
      'after',
      examples(
        ['erase --organization org_1 --shop acme.myshopify.com', 'one shop'],
        ['erase --organization org_1', 'all of an organization'],
      ),
    )
    .action((options: EraseOptions) => erase(options));
  program
    .command('doctor')
    .description('check what this installation needs, and what is always true of what it stored')
    .option('--sample <count>', 'only so many organizations, by chance', count)
    .addOption(
      new Option('--within <minutes>', 'leave what is not done by then').default(10).argParser((text) => count(text)),
    )
    .option('--organization <org>', 'only this Convot organization')
    .option('--json', 'one JSON object a line: level, text, and details where there are some')
    .addHelpText(
      'after',
      examples(
        ['doctor', 'all organizations, for ten minutes at most'],
        ['doctor --sample 20', 'a glance'],
        ['doctor --within 240', 'all of a large installation'],
        ['doctor --json', 'which shops Shopify states something else of, for jq and scripts'],
      ) + DOCTOR_EXIT_CODES,
    )
    .action(({ within, ...which }: Omit<DoctorOptions, 'withinMs'> & { within: number }) =>
      doctor({ ...which, withinMs: within * 60_000 }),
    );
  return program;
}

const DOCTOR_EXIT_CODES = `

Exits with 0 when nothing is wrong, 1 when something is missing or wrong, 2 when nothing is but time was up.`;

function planName(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is not the name of a plan.');
  return cutText(text, MOST_BYTES.name); // as the fold cuts it
}
