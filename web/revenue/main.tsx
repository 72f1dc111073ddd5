import { mountPage } from '../shared/page/mount-page.js';
import { RevenuePage } from './revenue-page.js';

mountPage(<RevenuePage />);
