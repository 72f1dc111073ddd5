/** What the stand-in for Convot's inbox says. */
export const messages = {
  title: 'Inbox for development',
  purpose: 'A stand-in for Convot’s inbox. Only the panel is real.',
  conversations: 'Conversations',
  conversationWith: (name: string) => `Conversation with ${name}`,
  thread: 'In Convot, the conversation would be here.',
  unknown: { name: 'Someone without a shop', domain: 'unknown-shop.myshopify.com' },
  panel: 'Merchant',
  changeUser: 'Sign in as someone else',
  settings: 'Settings',
  revenue: 'Revenue',
  empty: 'There are no merchants yet. Connect a Partner account in Settings.',
} as const;
