/** Who a merchant is, short. */
export interface MerchantName {
  readonly shopNumber: string;
  readonly myshopifyDomain: string;
  readonly name: string;
}
