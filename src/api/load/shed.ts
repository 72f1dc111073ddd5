import { ApiProblem } from '../../contract/problems.js';

/** More is asked than can be done in time. Nothing was begun, so that the same request may be sent again. */
export class Shed extends ApiProblem {
  constructor() {
    // Not the same second for everybody: they would all come back at once.
    super('unavailable', { headers: { 'Retry-After': String(1 + Math.floor(Math.random() * 3)) } });
  }
}
