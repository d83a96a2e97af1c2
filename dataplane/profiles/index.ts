// The public face of the profiles folder.
export { CARDS, type CardFacts, cardOfId } from "./cards.js";
export { deviceName, isPci, isTap, pciAddress } from "./device.js";
export { checkFit } from "./fit.js";
export { loadProfile, parseProfile, profileNames } from "./parse.js";
export type * from "./port.js";
export type * from "./profile.js";
export {
  type MachineFacts,
  resolveProfile,
  type StartConfig,
  type StartLcore,
  type StartPort,
  workerSocket,
} from "./resolve.js";
export { upcallWeights } from "./weights.js";
export { OFFLOAD_NUMBERS, OFFLOAD_WORDS, type OffloadWord, type PortWishes } from "./wishes.js";
