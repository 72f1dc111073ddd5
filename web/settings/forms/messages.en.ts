/** What was seen in place of what a field asks for. */
export const messages = {
  seen: {
    itself: (text: string) => `“${text}”`,
    length: (count: string) => `What you entered, ${count} characters long,`,
  },
  organization: {
    empty: 'Enter the number from your Partner Dashboard address, for example 1234567.',
    token:
      'This is an access token. It belongs into the field below; here enter the number from your Partner Dashboard address.',
    devDashboard:
      'This is an address of the Dev Dashboard. Its number is reported not to be the one of your Partner organization: open partners.shopify.com and copy the number from the address there.',
    noNumber:
      'This address of the Partner Dashboard has no organization’s number in it. Open your organization there and copy the address again.',
    otherAddress: (host: string) =>
      `This is an address of ${host}. Copy the one of your Partner Dashboard, such as partners.shopify.com/1234567.`,
    other: (what: string) =>
      `${what} is no organization’s number. Enter the number from your Partner Dashboard address, for example 1234567.`,
  },
  token: {
    empty: 'Enter the access token of your Partner API client. It starts with prtapi_.',
    otherKind: (kind: string) =>
      `This is not a Partner API access token. It is ${kind}. Create an API client in Partner Dashboard; its token starts with prtapi_.`,
    // Source: GitHub's list of the secrets that it finds (docs.github.com, supported secret scanning patterns).
    kinds: {
      shpat: 'an Admin API access token (shpat_)',
      shpca: 'a custom app’s access token (shpca_)',
      shppa: 'a private app’s password (shppa_)',
      shpss: 'an app’s client secret (shpss_)',
      shptka: 'a Theme Access password (shptka_)',
    },
    unknownKind: 'a token of another of Shopify’s APIs',
    digits: (count: string) => `These are ${count} digits: an ID, not a token. The token starts with prtapi_.`,
    gid: 'This is an ID, not a token. The token starts with prtapi_.',
    address:
      'This is an address, not a token. Open it, copy the access token there, and paste that. It starts with prtapi_.',
    strange: 'There are characters in it that no token has. Copy the access token again; it starts with prtapi_.',
    length: (count: string) =>
      `It is ${count} characters long, and a token has 16 to 256: prtapi_ and, usually, 32 more. Copy it again, completely.`,
  },
  app: {
    empty: 'Enter the app’s number, for example 1234567. You find it in the address of the app in your dashboard.',
    token: 'This is an access token. Enter the app’s number, for example 1234567.',
    clientId:
      'This looks like the app’s client ID (API key). Enter the app’s number, which is behind /apps/ in the address of the app in your dashboard.',
    otherGid: (what: string) => `${what} is the ID of something else. Enter the app’s number, for example 1234567.`,
    noApp:
      'This address of the dashboard names no app. Open the app there and copy the address again: the number is behind /apps/.',
    otherAddress: (host: string) =>
      `This is an address of ${host}. Open the app in your Partner Dashboard or Dev Dashboard and copy that address.`,
    other: (what: string) =>
      `${what} is no App ID. Enter the app’s number, for example 1234567. You find it in the address of the app in your dashboard.`,
  },
  already_connected: 'This organization is already connected. Replace its token in its own section.',
  invalid_app_id:
    'Enter the app’s number, for example 1234567. You find it in the address of the app in your dashboard.',
  token_required: 'No token is stored any more. Enter a new one.',
} as const;
