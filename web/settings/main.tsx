import { mountPage } from '../shared/page/mount-page.js';
import { SettingsPage } from './settings-page.js';

mountPage(<SettingsPage />);
