import { mountPage } from '../shared/ui/mount-page.js';
import { SettingsPage } from './settings-page.js';

mountPage(<SettingsPage />);
