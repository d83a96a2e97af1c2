// Which member of a select group takes a hash: weighted rendezvous over 1024 buckets, as dataplane/worker/group.c
// describes it, in whole numbers of any size.

export interface Member {
  actions: Uint8Array;
  weight: number;
  token: bigint;
}

const BUCKETS = 1024;
const MASK = (1n << 64n) - 1n;

function mix(x: bigint): bigint {
  let mixed = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return mixed ^ (mixed >> 31n);
}

/** -log2(x / 2^64) in units of 2^-32, rounded as 32 bits of a fraction found by squaring are. */
function cost(x: bigint): bigint {
  const zeros = 64 - x.toString(2).length;
  let mantissa = x << BigInt(zeros);
  let fraction = 0n;
  for (let i = 0; i < 32; i++) {
    const square = mantissa * mantissa;
    const carry = square >> 127n;
    fraction = (fraction << 1n) | carry;
    mantissa = square >> (63n + carry);
  }
  return (BigInt(zeros + 1) << 32n) - fraction;
}

const memory = new Map<string, number>();

/** Index of the member; -1 when there is none. */
export function pick(members: readonly Member[], hash: number): number {
  const bucket = hash % BUCKETS;
  if (members.length < 2) return members.length - 1;
  const name = `${bucket} ${members.map(({ token, weight }) => `${token}*${weight}`).join(" ")}`;
  const known = memory.get(name);
  if (known !== undefined) return known;
  let best = 0;
  let least = 0n;
  members.forEach(({ token, weight }, index) => {
    const draw = mix(
      (mix((token + 0x9e3779b97f4a7c15n) & MASK) + BigInt(bucket) * 0xd1342543de82ef95n) & MASK,
    );
    const mine = cost(draw | 1n);
    const [left, right] = [mine * BigInt(members[best]!.weight), least * BigInt(weight)];
    if (index > 0 && !(left < right || (left === right && token < members[best]!.token))) return;
    best = index;
    least = mine;
  });
  if (memory.size > 100_000) memory.clear();
  memory.set(name, best);
  return best;
}
