import { PartnerAccount } from '../accounts/partner-account.js';
import { useInstallation } from './installation.js';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.js';

/** A running installation that tells a receiver, and an account of it that is not yet connected. */
export interface ToldInstallation {
  readonly installation: ReturnType<typeof useInstallation>;
  /** Once the file's first test has begun. */
  readonly receiver: WebhookReceiver;
  readonly account: PartnerAccount;
}

/** For one test file, ended after its last test. */
export function useToldInstallation(settings: NodeJS.ProcessEnv): ToldInstallation {
  const env = { ...settings };
  const installation = useInstallation(env);
  let receiver: WebhookReceiver;
  let account: PartnerAccount;
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    Object.assign(env, { CONVOT_WEBHOOK_URL: receiver.url, CONVOT_WEBHOOK_SECRET: receiver.secret });
    account = new PartnerAccount(installation, { transactions: 30, events: 60 });
    await Promise.all([installation.startApi(), installation.startWorker()]);
  }, 120_000);
  afterAll(() => receiver.close());
  return {
    installation,
    get receiver() {
      return receiver;
    },
    get account() {
      return account;
    },
  };
}
