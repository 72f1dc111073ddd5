import { isDropped, isRetiring, supportedUntil } from '../partner/versions/api-version.js';
import type { RefusedDocument } from '../partner/versions/check-documents.js';
import type { ApiVersionCheck } from '../partner/versions/version-check.js';
import type { Instant } from '../values/instant.js';
import type { DoctorLine } from './doctor-line.js';

/** Whether the API version that we use lasts, and whether it can be raised to the next one, and why. Pure. */
export function versionLines(version: string, check: ApiVersionCheck | undefined, now: Instant): DoctorLine[] {
  return [ownLine(version, check, now), nextLine(version, check)];
}

function ownLine(version: string, check: ApiVersionCheck | undefined, now: Instant): DoctorLine {
  const name = `Partner API ${version}`;
  if (check?.nextVersion === version && check.nextOutcome === 'refused') {
    return { level: 'FAIL', text: `${name}: it refuses ${inWords(check.refused)}` };
  }
  const supported = check?.supported ?? null;
  const until = supportedUntil(version);
  if (until === null) return { level: 'warn', text: `${name}: Shopify promises nothing of it` };
  if (supported !== null && isDropped(version, supported)) {
    return { level: 'FAIL', text: `${name}: Shopify supports it no longer, but ${supported.join(', ')}` };
  }
  const promise = `supported until ${day(until)} at least`;
  if (isRetiring(version, { servedVersion: null, supported }, now)) {
    return { level: 'warn', text: `${name}: ${promise}; raise PARTNER_API_VERSION before` };
  }
  return { level: 'ok', text: `${name}: ${promise}` };
}

function nextLine(version: string, check: ApiVersionCheck | undefined): DoctorLine {
  const { ownVersion, nextVersion, nextOutcome, nextCheckedAt, refused = [] } = check ?? {};
  // What was asked before ours was changed is about another next one.
  const isOfOurs = ownVersion === version && !!nextVersion && nextVersion > version;
  if (!isOfOurs || !nextOutcome || !nextCheckedAt) {
    return {
      level: 'note',
      text: 'whether PARTNER_API_VERSION can be raised is not known yet: a connection asks once a day',
    };
  }
  const asked = `(asked on ${day(nextCheckedAt)})`;
  switch (nextOutcome) {
    case 'accepted':
      return {
        level: 'ok',
        text: `PARTNER_API_VERSION can be raised to ${nextVersion}: it takes all queries ${asked}`,
      };
    case 'refused':
      return {
        level: 'warn',
        text: `PARTNER_API_VERSION cannot be raised to ${nextVersion}: it refuses ${inWords(refused)} ${asked}`,
      };
    case 'not_served':
      return { level: 'ok', text: `PARTNER_API_VERSION cannot be raised: there is no ${nextVersion} yet ${asked}` };
  }
}

function inWords(refused: readonly RefusedDocument[]): string {
  return refused.map(({ name, places }) => (places.length === 0 ? name : `${name} (${places.join('; ')})`)).join(', ');
}

function day(instant: Instant): string {
  return instant.slice(0, 'YYYY-MM-DD'.length);
}
