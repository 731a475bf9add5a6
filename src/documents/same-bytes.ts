/** A second living own upload with the same bytes. */
export class SameBytes extends Error {
  override readonly name = 'SameBytes';
}

/** A document with this id is there already: a retry after a lost answer. */
export class AlreadyThere extends Error {
  override readonly name = 'AlreadyThere';
}
