import { z } from 'zod';
import {
  BILLING_INTERVALS,
  CONFIDENCE_LEVELS,
  MERCHANT_EVENT_TYPES,
  MERCHANT_STATUSES,
  RISK_LEVELS,
  STATUS_DETAILS,
} from '../../contract/merchant-words.js';
import { CONFIDENCES, DETAILS, EVENT_TYPES, STATUSES } from '../../merchants/definitions/merchant-words.js';
import { RISK_LEVEL_MEANINGS } from '../../merchants/definitions/risk.js';
import { defined } from './common.js';

export const Status = z.enum(MERCHANT_STATUSES).meta({ id: 'MerchantStatus', ...defined(STATUSES) });

export const Detail = z.enum(STATUS_DETAILS).meta({ id: 'MerchantStatusDetail', ...defined(DETAILS) });

export const Interval = z.enum(BILLING_INTERVALS).meta({ id: 'BillingInterval' });

export const Confidence = z.enum(CONFIDENCE_LEVELS).meta({ id: 'Confidence', ...defined(CONFIDENCES) });

export const RiskLevel = z.enum(RISK_LEVELS).meta({ id: 'RiskLevel', ...defined(RISK_LEVEL_MEANINGS) });

export const EventType = z.enum(MERCHANT_EVENT_TYPES).meta({ id: 'MerchantEventType', ...defined(EVENT_TYPES) });
