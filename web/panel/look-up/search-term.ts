/** What to look for, when people paste an address: that of a shop, or of its admin. */
export function searchTerm(text: string): string {
  const typed = text.trim();
  const admin = /admin\.shopify\.com\/store\/([^/?#\s]+)/i.exec(typed);
  if (admin?.[1] !== undefined) return admin[1];
  return typed.replace(/^https?:\/\//i, '').replace(/[/?#].*$/, '');
}
