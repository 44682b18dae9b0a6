/** The button, field or form that was used. */
export interface Used {
  /** What it is about: its `data-of`. */
  readonly of: string;
  /** Whom it is about: its `data-party`. */
  readonly party: string;
  /** What was chosen, or written into the form's field. */
  readonly value: string;
  /** Where it stands: a field, or the button that was pressed. */
  readonly field: Element;
}

/** What a button, field or form says of itself. */
export function usedOf(target: HTMLElement): Used {
  const { of = '', party = '' } = target.dataset;
  const field = target.querySelector('input') ?? target;
  return {
    of,
    party,
    value: 'value' in field ? `${field.value}`.trim() : '',
    field,
  };
}
