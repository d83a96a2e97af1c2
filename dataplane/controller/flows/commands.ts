// What the flow tables ask of the worker. The controller's tables speak through this, never to a ring.

export interface FlowAdd {
  flowId: number;
  actionId: number;
  maskId: number;
  generation: bigint;
  cookie: bigint;
  /** 128 bytes, zero outside the mask. */
  key: Uint8Array;
}

export interface GroupMember {
  actionId: number;
  weight: number;
  token: bigint;
}

/** Encoders of one command each; those that return a number return its sequence number, for errors. */
export interface FlowCommands {
  maskSet(maskId: number, mask: Uint8Array): void;
  maskDel(maskId: number): void;
  actionSet(actionId: number, actions: Uint8Array): void;
  actionDel(actionId: number): void;
  groupSet(groupId: number, members: readonly GroupMember[]): void;
  groupDel(groupId: number): void;
  flowAdd(flow: FlowAdd): number;
  flowDel(flowId: number): void;
}
