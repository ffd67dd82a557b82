import { isRecord } from '../node.js';

export type FieldValue = string | boolean | null;
export type Fields = readonly (readonly [name: string, value: FieldValue])[];

/** Marks the elements whose values belong to the form; the value is the field's name. */
export const FIELD_ATTRIBUTE = 'data-field';
/** Marks a field that is `null`, not an empty text, while nothing is chosen. */
export const NULLABLE_ATTRIBUTE = 'data-nullable';

/** Reads the fields of a form, but not those of forms inside it. */
export function readFields(form: HTMLElement): Fields {
  const elements = form.querySelectorAll<HTMLInputElement>(`[${FIELD_ATTRIBUTE}]`);
  return [...elements]
    .filter((element) => element.closest('form') === form && !element.disabled)
    .flatMap((element) => {
      const name = element.getAttribute(FIELD_ATTRIBUTE) ?? '';
      if (name === '' || (element.type === 'radio' && !element.checked)) return [];
      return [[name, fieldValue(element)] as const];
    });
}

function fieldValue(element: HTMLInputElement): FieldValue {
  if (element.type === 'checkbox') return element.checked;
  if (element.value === '' && element.hasAttribute(NULLABLE_ATTRIBUTE)) return null;
  return element.value;
}

/**
 * Puts field values into an action's payload; dotted names nest. What the payload already says wins,
 * and `warn` is told which field was left out.
 */
export function mergeFields(
  payload: unknown,
  fields: Fields,
  warn: (message: string) => void,
): unknown {
  if (fields.length === 0) return payload;
  if (payload !== undefined && payload !== null && !isRecord(payload)) {
    warn('The fields of the form were left out: the payload of the action is not an object.');
    return payload;
  }
  const merged = structuredClone(payload ?? {}) as Record<string, unknown>;
  for (const [name, value] of fields) {
    if (!setPath(merged, name.split('.'), value)) {
      warn(`The field "${name}" was left out: the payload of the action already holds that name.`);
    }
  }
  return merged;
}

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype', '']);

function setPath(
  target: Record<string, unknown>,
  path: readonly string[],
  value: FieldValue,
): boolean {
  const [head = '', ...rest] = path;
  if (FORBIDDEN.has(head)) return false;
  if (rest.length === 0) {
    if (Object.hasOwn(target, head)) return false;
    target[head] = value;
    return true;
  }
  if (!Object.hasOwn(target, head)) target[head] = {};
  const next = target[head];
  return isRecord(next) && setPath(next as Record<string, unknown>, rest, value);
}
