/**
 * *Lag*: a sale is recorded once the merchant has paid the Shopify invoice it stands on, up to 37 days after it was earned
 * (Shopify Help Center, Partner FAQ, “Charging for apps”).
 * Rule: Words, *lag*.
 */
export const LAG_DAYS = 37;

/** A charge without a sale for that long has missed a whole bill of a month. Rule: "30 days and *lag*". */
export const MISSED_BILL_DAYS = 30 + LAG_DAYS;
