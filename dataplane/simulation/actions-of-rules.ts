// What rules do, as small integers; a redirect's target with how it goes there. Nothing else.

export const ACTION = {
  ACCEPT: 0,
  DROP: 1,
  REJECT: 2,
  RETURN: 3,
  JUMP: 4,
  CONTINUE: 5,
  REDIRECT: 6,
} as const;

/** Bits below the number of the port. */
export const REDIRECT = { ENTER: 1, FAIL_OPEN: 2, SHIFT: 2 } as const;
