// Codes of the trail in words.
import { texts } from '../texts';

const fields: Record<string, string> = texts.audit.fields;
const actions: Record<string, string> = texts.audit.actions;

/** `partner.passwordChanged` is a code; people read "Partner password changed". */
export function inWords(code: string): string {
  const words = code
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[._]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function actionInWords(action: string): string {
  return actions[action] ?? inWords(action);
}

/** `policyIds` holds policies: that they are named by their ids goes without saying. */
export function fieldInWords(field: string): string {
  return fields[field] ?? inWords(field.replace(/Ids$/, 's').replace(/Id$/, ''));
}

/** A value of the trail is JSON; one that was too long for it was cut. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
