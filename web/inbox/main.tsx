import { mountPage } from '../shared/page/mount-page.js';
import { InboxPage } from './inbox-page.js';

mountPage(<InboxPage />);
