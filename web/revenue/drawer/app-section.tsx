import { DETAILS } from '../../../src/merchants/definitions/merchant-words.js';
import { appNumberOf } from '../../shared/api/addresses.js';
import type { MerchantApp, MerchantAppInFull, MerchantCorrection } from '../../shared/api/types.js';
import { formatMoney, isZero } from '../../shared/format/money.js';
import { isolated, unbroken } from '../../shared/format/text.js';
import { formatDate, formatExact } from '../../shared/format/time.js';
import { correctionsOf } from '../../shared/merchant/correction-text.js';
import { CorrectedTag } from '../../shared/merchant/corrections.js';
import { priceText } from '../../shared/merchant/price-text.js';
import { StatusBadge } from '../../shared/merchant/status-badge.js';
import { Outside, Unbroken } from '../../shared/ui/text.js';
import { messages as page } from '../messages.en.js';
import { MoneyLines } from '../parts/money-lines.js';
import { type AppDate, appDates } from './app-dates.js';
import styles from './app-section.module.css';
import { messages } from './messages.en.js';
import { Reasons } from './reasons.js';

export interface AppStandingProps {
  readonly app: MerchantAppInFull;
  /** Of all apps. */
  readonly corrections: readonly MerchantCorrection[];
  /** When it stands so, in milliseconds. */
  readonly atMs: number;
}

/** Where a merchant stands with one app. */
export function AppStanding({ app, corrections, atMs }: AppStandingProps) {
  const price = priceText(app, atMs);
  const corrected = (figure: MerchantCorrection['figure']) => (
    <CorrectedTag corrections={correctionsOf(corrections, app.appId, figure)} />
  );
  const { plan, mrr, effectiveMrr, usageMrr, lifetimeValue } = messages;
  return (
    <>
      <div className={styles['head']}>
        <h4>
          <Outside text={app.appName ?? page.appWithoutName(appNumberOf(app.appId))} />
        </h4>
        <StatusBadge status={app.status} />
        {corrected('status')}
      </div>
      {app.detail !== null && <p className="subdued">{DETAILS[app.detail]}</p>}
      <dl className={styles['facts']}>
        <dt>{plan}</dt>
        <dd>
          {planText(app)} {corrected('plan')}
        </dd>
        {price !== null && <Fact name={messages.price} text={price} />}
        <dt>{mrr}</dt>
        <dd>
          <Unbroken text={mrrText(app)} /> {corrected('mrr')}
        </dd>
        <dt>{lifetimeValue}</dt>
        <dd>
          <MoneyLines amounts={app.lifetimeValue} />
        </dd>
        {app.effectiveMrr !== null && <Fact name={effectiveMrr} text={unbroken(formatMoney(app.effectiveMrr))} />}
        {app.usageMrr !== null && <Fact name={usageMrr} text={unbroken(formatMoney(app.usageMrr))} />}
        {appDates(app, atMs).map((date) => (
          <Day key={date.name} {...date} />
        ))}
      </dl>
      <Reasons app={app} corrections={corrections} />
    </>
  );
}

function Fact({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="number">
        <Unbroken text={text} />
      </dd>
    </>
  );
}

function Day({ name, instant }: AppDate) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <time dateTime={instant} title={formatExact(instant)}>
          {formatDate(instant)}
        </time>
      </dd>
    </>
  );
}

function planText({ plan, lastPlan }: MerchantApp): string {
  const { noPlan, formerly } = page.merchants;
  if (plan !== null) return isolated(plan);
  return lastPlan === null ? noPlan : formerly(isolated(lastPlan));
}

function mrrText({ mrr, interval }: MerchantApp): string {
  const { perMonth, perMonthBilledYearly } = messages;
  if (mrr === null) return page.nothing;
  // Nothing is billed yearly of nothing: a trial, or a freeze.
  const isYearly = interval === 'ANNUAL' && !isZero(mrr);
  return (isYearly ? perMonthBilledYearly : perMonth)(unbroken(formatMoney(mrr)));
}
