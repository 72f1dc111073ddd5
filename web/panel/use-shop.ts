import { changeAddress, useAddress } from '../shared/ui/use-address.js';

/** The key of the merchant that the panel is about: a `*.myshopify.com` domain, or a shop's number; null for none. */
export function useShop(): string | null {
  const [address] = useAddress();
  const shop = address.get('shop')?.trim().toLowerCase() ?? '';
  return shop === '' ? null : shop;
}

/** @param shop null leads to the search */
export const showShop = (shop: string | null): void => changeAddress({ shop });
