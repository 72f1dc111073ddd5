import type { JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import { type RsaKeyFacts, weakRsaComplaint } from '../config/public-key.js';
import { ApiProblem } from '../contract/problems.js';

type VerificationKey = Awaited<ReturnType<JWTVerifyGetKey>>;

/**
 * The keys of a key server, without those that prove nothing. jose itself refuses short ones, with an error that looks
 * like one of the network: clients would be asked to try again for ever.
 * @param log is told of each such key once
 * @throws ApiProblem `unauthenticated`
 */
export function strongKeysOf(keysOf: JWTVerifyGetKey, log: Pick<Logger, 'error'> | undefined): JWTVerifyGetKey {
  const told = new Set<string | undefined>();
  return async (header, token) => {
    const key = await keysOf(header, token);
    const facts = rsaFactsOf(key);
    const complaint = facts === undefined ? undefined : weakRsaComplaint(facts);
    if (complaint === undefined) return key;
    if (!told.has(header.kid)) log?.error({ kid: header.kid, complaint }, 'a key of AUTH_JWKS_URL is too weak');
    told.add(header.kid);
    throw new ApiProblem('unauthenticated');
  };
}

function rsaFactsOf(key: VerificationKey): RsaKeyFacts | undefined {
  const algorithm = 'algorithm' in key ? key.algorithm : undefined;
  if (algorithm === undefined || !('modulusLength' in algorithm) || !('publicExponent' in algorithm)) return undefined;
  const exponent = Buffer.from(algorithm.publicExponent as Uint8Array);
  return { modulusLength: Number(algorithm.modulusLength), publicExponent: BigInt(`0x${exponent.toString('hex')}`) };
}
