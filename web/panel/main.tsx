import { mountPage } from '../shared/ui/mount-page.js';
import { followHost } from './follow-host.js';
import { PanelPage } from './panel-page.js';

// Before anything is shown: a host may choose the conversation before it hands over a token.
followHost();
mountPage(<PanelPage />);
