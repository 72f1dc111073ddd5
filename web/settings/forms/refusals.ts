import { Problem } from '../../shared/api/problem.js';
import { messages } from './messages.en.js';
import type { Field } from './use-field.js';

export type FieldName = 'organizationId' | 'accessToken' | 'appId';

/** Those that a form has. */
export type FormFields = Partial<Readonly<Record<FieldName, Field>>>;

/** The field that a refusal is about; null when it is about none. */
export function fieldNameOf(error: unknown): FieldName | null {
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
    case 'app_not_found':
    case 'invalid_app_id':
    case 'app_limit':
      return 'appId';
    default:
      return null;
  }
}

/** The form's field that a refusal is about, which shows it; undefined when the form has none. */
export function fieldOf(error: unknown, fields: FormFields): Field | undefined {
  const name = fieldNameOf(error);
  return name === null ? undefined : fields[name];
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

/** Shows a refusal at the field that it is about, and goes there; one that is about none is the form's to show. */
export function refuseField(error: unknown, fields: FormFields): void {
  const field = fieldOf(error, fields);
  if (field === undefined || !(error instanceof Problem)) return;
  field.refuse(refusalText(error));
  field.focus();
}
