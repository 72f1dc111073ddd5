import { Problem } from '../../shared/api/problem.js';
import { messages } from './messages.en.js';
import type { Field } from './use-field.js';

export type CredentialField = 'organizationId' | 'accessToken';

/** The field that a refusal of credentials concerns; null when it is none of theirs. */
export function fieldOf(error: unknown): CredentialField | null {
  switch (error instanceof Problem ? error.code : null) {
    case 'invalid_organization_id':
    case 'already_connected':
      return 'organizationId';
    case 'invalid_token':
    case 'wrong_token_kind':
    case 'token_rejected':
    case 'token_required':
    case 'permission_missing':
      return 'accessToken';
    default:
      return null;
  }
}

/** Whether the app's id is what a refusal to add it is about. */
export function isAboutApp(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  return error.code === 'app_not_found' || error.code === 'invalid_app_id' || error.code === 'app_limit';
}

/** The api's sentence, or ours where this page has a better next step. */
export function refusalText({ code, detail }: Problem): string {
  switch (code) {
    case 'already_connected':
    case 'token_required':
    case 'invalid_app_id':
      return messages[code];
    default:
      return detail;
  }
}

/** Shows a refusal at the field that it concerns, and goes there; one that concerns none is the form's to show. */
export function refuseField(error: unknown, fields: Partial<Record<CredentialField, Field>>): void {
  const name = fieldOf(error);
  const field = name === null ? undefined : fields[name];
  if (field === undefined || !(error instanceof Problem)) return;
  field.refuse(refusalText(error));
  field.focus();
}
