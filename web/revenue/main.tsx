import { mountPage } from '../shared/ui/mount-page.js';
import { RevenuePage } from './revenue-page.js';

mountPage(<RevenuePage />);
