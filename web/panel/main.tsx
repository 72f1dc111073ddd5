import { mountPage } from '../shared/page/mount-page.js';
import { PanelPage } from './panel-page.js';
import { followHost } from './shown.js';

// Before anything is shown: a host may choose the conversation before it hands over a token.
followHost();
mountPage(<PanelPage />);
