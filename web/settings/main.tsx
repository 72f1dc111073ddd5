import { mountPage } from '../shared/ui/mount-page.js';

mountPage(<main>…</main>);
