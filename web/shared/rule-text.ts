import { RULES } from '../../src/merchants/definitions/rules.js';

const texts: Readonly<Record<string, string | undefined>> = RULES;

/** What a rule says. One that this page does not know yet, for the api is newer, is named at least. */
export function ruleText(rule: string): string {
  return texts[rule] ?? rule;
}
