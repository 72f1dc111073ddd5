import { isolated } from '../../shared/format/outside.js';
import { appNumberOf } from '../../shared/app-number.js';
import { messages } from '../messages.en.js';

export interface AppAndPlanProps {
  readonly appId: string;
  readonly appName: string | null;
  readonly plan: string | null;
}

export function AppAndPlan({ appId, appName, plan }: AppAndPlanProps) {
  const name = appName ?? messages.appWithoutName(appNumberOf(appId));
  return messages.merchants.appAndPlan(isolated(name), plan === null ? messages.planWithoutName : isolated(plan));
}
