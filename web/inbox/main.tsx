import { mountPage } from '../shared/ui/mount-page.js';
import { InboxPage } from './inbox-page.js';

mountPage(<InboxPage />);
