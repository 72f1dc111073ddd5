/** Whether a merchant has a name of its own: a shop without one is called by its domain, which is then shown once. */
export function isNamed({ name, myshopifyDomain }: { name: string; myshopifyDomain: string }): boolean {
  return name !== myshopifyDomain;
}
