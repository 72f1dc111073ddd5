import type { ServerResponse } from 'node:http';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createDeliver } from '../../../src/activities/deliver.js';
import { createForwardUpdates } from '../../../src/activities/forward-updates.js';
import { UpdateMessage } from '../../../src/api/schemas/webhooks.js';
import type { MessageKey } from '../../../src/contract/delivery-activities.js';
import type { ForwardResult } from '../../../src/contract/update-activities.js';
import { eraseRows, holdErasures } from '../../../src/erasure/store-erased-names.js';
import { lockMerchants } from '../../../src/merchants/derive/input/due-pairs.js';
import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { createLogger } from '../../../src/process/log.js';
import { Secret } from '../../../src/values/secret.js';
import { createSendMessage, type SendMessage } from '../../../src/webhooks/send-message.js';
import { createTestDatabase } from '../database/database.js';
import { connectDerivedAccount, type DerivedAccount } from '../merchants/derived-account.js';
import { charge, day, relationship } from '../merchants/raw-rows.js';
import { type Scripted, startWebhookReceiver, type WebhookReceiver } from '../servers/webhook-receiver.js';

/** The activity that tells Convot of changed merchants, over a database and a receiver of its own; each test has a new account. */
export function useForwarding() {
  let sql: Sql;
  let worker: Sql;
  let api: Sql;
  let receiver: WebhookReceiver;
  let account: DerivedAccount;
  let send: SendMessage;
  let charges = 0;
  const open: (() => unknown)[] = [];
  const logger = createLogger('test', 'silent');
  /** Messages whose delivery was started, and when they are first tried from then. */
  const started: (MessageKey & { readonly inMs: number })[] = [];

  beforeAll(async () => {
    const database = await createTestDatabase();
    open.push(() => database.drop());
    sql = connectPostgres(database.url, { applicationName: 'test', max: 2 });
    api = connectPostgres(database.url, { applicationName: 'test', role: 'convot_api', max: 2 });
    worker = connectPostgres(database.url, { applicationName: 'test', role: 'convot_worker', max: 4 });
    open.push(() => Promise.all([sql.end(), api.end(), worker.end()]));
    receiver = await startWebhookReceiver();
    open.push(() => receiver.close());
    send = createSendMessage({ url: receiver.url, secrets: [new Secret(receiver.secret)] }, 5_000);
  }, 120_000);
  afterAll(async () => {
    for (const close of open.reverse()) await close();
  });
  beforeEach(async () => {
    account = await connectDerivedAccount({ api, worker });
    receiver.received.splice(0);
    receiver.answers = [];
    started.splice(0);
  });

  const startDelivery = (message: MessageKey, inMs = 0) => Promise.resolve(void started.push({ ...message, inMs }));

  /** As the workflow asks for it. */
  function forward(tellsUpdates = true, whose = account, by = send): Promise<ForwardResult> {
    const forwardUpdates = createForwardUpdates({ sql: worker, send: by, startDelivery, tellsUpdates, logger });
    const input = { organizationId: whose.organizationId, retryInMs: 5_000 };
    return new MockActivityEnvironment().run(forwardUpdates, input);
  }

  /** What was set aside is tried again by itself. */
  const deliver = (messageId: string, tellsUpdates = true) =>
    new MockActivityEnvironment().run(createDeliver({ sql: worker, send, tellsUpdates, logger }), {
      organizationId: account.organizationId,
      messageId,
      retryInMs: 5_000,
    });

  /** What the receiver was sent, in the order in which it came; each as the documentation has it. */
  const sent = () => receiver.verified().map((message) => UpdateMessage.parse(message));
  const numbers = () => sent().map(({ data }) => data.number);
  /** The shops that it was told of, by number: those of a batch come side by side. */
  const shops = () =>
    sent()
      .sort((one, other) => one.data.number - other.data.number)
      .map(({ data }) => ('merchant' in data ? data.merchant?.shopNumber : undefined));

  /** What was set aside. */
  const outbox = () =>
    account.write(
      (tenant) =>
        tenant.sql<{ id: string; state: string; attempts: number; lastAnswer: string }[]>`
          select id, state, attempts, last_answer from webhook_messages where type = 'merchant.updated'
        `,
    );

  /** The shop installs the app and so changes. */
  async function install(...installed: string[]): Promise<void> {
    for (const shop of installed) await account.events(shop, [relationship('RELATIONSHIP_INSTALLED', day(0))]);
    await account.fold(day(1));
  }

  /** Of merchants that were all told already. */
  async function begun(...installed: string[]): Promise<void> {
    await install(...installed);
    await forward();
    receiver.received.splice(0);
  }

  async function subscribe(shop: string): Promise<void> {
    charges += 1;
    await account.events(shop, [
      charge('SUBSCRIPTION_CHARGE_ACTIVATED', day(charges), `${charges}`, `Plan ${charges}`, '9.00'),
    ]);
    await account.fold(day(charges + 1));
  }

  async function erase(...erased: string[]): Promise<void> {
    await account.read(async (tenant) => {
      await holdErasures(tenant);
      await lockMerchants(tenant);
      const nothingElse = { domains: [], seats: [], shopifyNumbers: [], charges: [], damaged: [] };
      for (const shopNumber of erased) await eraseRows(tenant, { shopNumber, ...nothingElse });
    });
  }

  /** The number of the newest change. */
  async function last(): Promise<number> {
    const [{ number }] = await account.read(
      (tenant) => tenant.sql<[{ number: number }]>`select last::integer as number from change_feeds`,
    );
    return number;
  }

  /** From now on the receiver refuses what is so, and takes all else. */
  function refuse(isSo: (body: string) => boolean, refusal: Scripted = 422): void {
    receiver.answers = Array.from({ length: 200 }, () => (response: ServerResponse) => {
      if (!isSo(receiver.received.at(-1)?.body ?? '')) response.writeHead(204).end();
      else if (typeof refusal === 'number') response.writeHead(refusal).end();
      else refusal(response);
    });
  }

  /** One merchant's change is refused, and another's taken. */
  async function refuseOnly(shop: string, refusal: Scripted = 422): Promise<void> {
    await subscribe(shop);
    await subscribe(shop === '1' ? '2' : '1');
    refuse(tellsOf(shop), refusal);
    await forward();
    expect(receiver.received).toHaveLength(2);
    receiver.received.sort((one, other) => Number(tellsOf(shop)(other.body)) - Number(tellsOf(shop)(one.body)));
    receiver.answers = [];
  }

  return {
    ...{ begun, deliver, erase, forward, install, last, logger, numbers, outbox, refuse, refuseOnly, sent, shops },
    ...{ started, subscribe },
    get account() {
      return account;
    },
    get api() {
      return api;
    },
    /** How many there were: the newest plan is called by it. */
    get charges() {
      return charges;
    },
    get receiver() {
      return receiver;
    },
    get send() {
      return send;
    },
    get sql() {
      return sql;
    },
    get worker() {
      return worker;
    },
  };
}

/** Whether a message names one of these shops. */
export function tellsOf(...some: string[]): (body: string) => boolean {
  return (body) => some.some((shop) => body.includes(`"shop-${shop}.myshopify.com"`));
}
