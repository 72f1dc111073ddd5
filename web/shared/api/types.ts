import type { z } from 'zod';
import type * as audit from '../../../src/api/schemas/audit.js';
import type * as common from '../../../src/api/schemas/common.js';
import type * as connection from '../../../src/api/schemas/connection.js';
import type * as merchant from '../../../src/api/schemas/merchant.js';
import type * as merchantFilter from '../../../src/api/schemas/merchant-filter.js';
import type * as merchantRecords from '../../../src/api/schemas/merchant-records.js';
import type * as mrrDefinitions from '../../../src/api/schemas/mrr-definitions.js';
import type * as revenue from '../../../src/api/schemas/revenue.js';
import type * as revenueMerchants from '../../../src/api/schemas/revenue-merchants.js';
import type * as revenueTables from '../../../src/api/schemas/revenue-tables.js';
import type * as segments from '../../../src/api/schemas/segments.js';

/* What the api takes and answers, from the schemas that it checks it with. Types only: nothing of it is shipped. */
export type Connection = z.infer<typeof connection.Connection>;
export type App = z.infer<typeof connection.App>;
export type Run = z.infer<typeof connection.Run>;
export type RunHour = z.infer<typeof connection.RunHours>['items'][number];
export type AuditEntry = z.infer<typeof audit.AuditList>['items'][number];
export type Merchant = z.infer<typeof merchant.Merchant>;
export type MerchantApp = Merchant['apps'][number];
export type MerchantInFull = z.infer<typeof merchant.MerchantInFull>;
export type MerchantAppInFull = MerchantInFull['apps'][number];
export type EvidenceRow = MerchantAppInFull['rows'][number];
export type MerchantStatus = MerchantApp['status'];
export type MerchantEvent = z.infer<typeof merchantRecords.MerchantEventList>['items'][number];
export type MerchantHistoryLine = z.infer<typeof merchantRecords.MerchantHistory>['items'][number];
export type UsageMonth = Extract<MerchantHistoryLine, { kind: 'usage' }>['usage'];
export type MerchantCharge = z.infer<typeof merchantRecords.MerchantChargeList>['items'][number];
export type MerchantCorrection = z.infer<typeof merchantRecords.MerchantCorrectionList>['items'][number];
export type Revenue = z.infer<typeof revenue.Revenue>;
export type CurrencyRevenue = Revenue['currencies'][number];
export type MovementList = z.infer<typeof revenueMerchants.MovementList>;
export type RevenueMerchantList = z.infer<typeof revenueMerchants.RevenueMerchantList>;
export type ChurnReasons = z.infer<typeof revenueTables.ChurnReasons>;
export type Cohorts = z.infer<typeof revenueTables.Cohorts>;
export type TrialFunnel = z.infer<typeof revenueTables.TrialFunnel>;
export type RevenueMrrDefinitions = z.infer<typeof mrrDefinitions.RevenueMrrDefinitions>;
export type MerchantMrrDefinitions = z.infer<typeof mrrDefinitions.MerchantMrrDefinitions>;
/** MRR by one definition, of all merchants or of one. */
export type MrrByDefinition = (
  RevenueMrrDefinitions['currencies'][number] | MerchantMrrDefinitions['currencies'][number]
)['definitions'][number];
export type MrrDefinitionRules = RevenueMrrDefinitions['definitions'][number];
export type Segment = z.infer<typeof segments.Segment>;
export type SegmentDraft = z.input<typeof segments.SegmentDraft>;
export type Money = z.infer<typeof common.Money>;
export type Permission = z.infer<typeof common.Permission>;
export type MerchantSort = z.infer<typeof merchantFilter.merchantFilterFields.sort>;
export type SortOrder = z.infer<typeof merchantFilter.merchantFilterFields.order>;
/** Who was there at the end of a day: who paid, or who was active. */
export type Standing = z.infer<typeof revenueMerchants.RevenueMerchantsQuery>['standing'];

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
