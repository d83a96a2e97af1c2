// What rules do, as small integers. Nothing else.

export const ACTION = { ACCEPT: 0, DROP: 1, REJECT: 2, RETURN: 3, JUMP: 4, CONTINUE: 5 } as const;
