export const messages = {
  title: 'Sign in for development',
  purpose: 'On this machine you choose whom to be. In production Convot signs people in.',
  organization: 'Convot organization',
  organizationHint: '“org_demo” has the demonstration account. Any other starts empty.',
  failed: 'That did not work. An organization’s id has 1 to 200 characters, without spaces.',
  roles: {
    owner: { name: 'Owner', may: 'Connects, reconnects and disconnects, adds apps, and reads everything.' },
    admin: { name: 'Admin', may: 'Reads everything, and can start a sync.' },
    agent: { name: 'Agent', may: 'Reads merchants and revenue, and can start a sync.' },
  },
} as const;
