// How many credits a production may spend.

import { el, field } from './dom.js';

const mostCredits = 2_147_483_647;

/** {element, input, credits, check()}: null credits are no limit; check() says whether the field holds what it may, and complains if not. */
export function budgetField(attributes = {}) {
  const input = el('input', {
    type: 'number', min: 0, max: mostCredits, step: 1, inputmode: 'numeric', placeholder: 'No limit', autocomplete: 'off', ...attributes,
  });
  const element = field('Budget in credits', input, 'The production stops before a request that would exceed it.');
  input.addEventListener('input', check);
  return {
    element,
    input,
    check,
    get credits() {
      return input.value === '' ? null : input.valueAsNumber;
    },
  };

  function check() {
    const isValid = input.validity.valid;
    element.complain(isValid ? null : 'Enter a whole number, 0 or more, or leave it empty for no limit.');
    return isValid;
  }
}
