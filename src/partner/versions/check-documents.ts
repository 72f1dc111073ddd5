import { type DirectiveNode, Kind, parse, print } from 'graphql';
import { PartnerApiError, QueryRefused, VersionRetired } from '../client/errors.js';
import type { PartnerApi, PartnerCredentials } from '../client/partner-api.js';
import type { PageDocument } from '../pages/page-document.js';

/** A query that a version refuses, and where in it. */
export interface RefusedDocument {
  readonly name: string;
  /** `edges › node › chargeId`; none where Shopify did not say. */
  readonly places: readonly string[];
}

export type DocumentsCheck =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'refused'; readonly refused: readonly RefusedDocument[] }
  /** There is no such version, or not yet. */
  | { readonly outcome: 'not_served' }
  /** Shopify could not be asked; says nothing about the version. */
  | { readonly outcome: 'unavailable' };

/**
 * Whether a version of the API takes these queries. Each is sent as it is, but that all its fields are skipped: it is
 * validated, and nothing is read. So it needs neither ids nor permissions, only a token.
 *
 * A query counts as refused only where the version that we use takes it in the same form: what both refuse has another
 * reason, and counts for nothing.
 */
export async function checkDocuments(
  partnerApi: PartnerApi,
  credentials: PartnerCredentials,
  version: string,
  documents: Readonly<Record<string, PageDocument>>,
): Promise<DocumentsCheck> {
  const refused: RefusedDocument[] = [];
  let isAnyTaken = false;
  for (const [name, { document, variables }] of Object.entries(documents)) {
    const skipped = { credentials, document: withoutReading(document), variables };
    const there = await judge(partnerApi, { ...skipped, version });
    isAnyTaken ||= there.outcome === 'accepted';
    if (there.outcome === 'accepted') continue;
    if (there.outcome !== 'refused') return there;
    const here = await judge(partnerApi, skipped);
    if (here.outcome === 'refused') continue;
    if (here.outcome !== 'accepted') return { outcome: 'unavailable' };
    refused.push({ name, places: there.places.flatMap((steps) => placeIn(document, steps)) });
  }
  if (refused.length > 0) return { outcome: 'refused', refused };
  return { outcome: isAnyTaken ? 'accepted' : 'unavailable' };
}

type Judgement =
  | Exclude<DocumentsCheck, { outcome: 'refused' }>
  | { readonly outcome: 'refused'; readonly places: readonly (readonly string[])[] };

async function judge(partnerApi: PartnerApi, request: Parameters<PartnerApi>[0]): Promise<Judgement> {
  try {
    const { errors, servedVersion } = await partnerApi(request);
    // Answered by another version than was asked for, as Shopify's other APIs do for those that they do not have.
    if (request.version !== undefined && servedVersion !== null && servedVersion !== request.version) {
      return { outcome: 'not_served' };
    }
    // Nothing was read, so an error of a field is of the query; it says nothing of where.
    return errors.length === 0 ? { outcome: 'accepted' } : { outcome: 'refused', places: [] };
  } catch (error) {
    if (error instanceof VersionRetired) return { outcome: 'not_served' };
    if (error instanceof QueryRefused) return { outcome: 'refused', places: error.places() };
    if (error instanceof PartnerApiError) return { outcome: 'unavailable' };
    throw error;
  }
}

const SKIPPED: DirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'skip' },
  arguments: [
    { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'if' }, value: { kind: Kind.BOOLEAN, value: true } },
  ],
};

/** The same query with each field at its root skipped. */
function withoutReading(document: string): string {
  const { definitions, ...rest } = parse(document);
  return print({
    ...rest,
    definitions: definitions.map((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
      const selections = definition.selectionSet.selections.map((selection) => ({
        ...selection,
        directives: [...(selection.directives ?? []), SKIPPED],
      }));
      return { ...definition, selectionSet: { ...definition.selectionSet, selections } };
    }),
  });
}

/** The path in words, if all of its words stand in our query: whatever else an error says is Shopify's, and not told. */
function placeIn(document: string, steps: readonly string[]): string[] {
  const below = steps.slice(1); // the operation or the fragment, by its name
  const isOurs = below.length > 0 && below.every((step) => document.includes(step));
  return isOurs ? [below.join(' › ')] : [];
}
