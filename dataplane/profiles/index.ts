// The public face of the profiles folder.
export { checkFit } from "./fit.js";
export { loadProfile, parseProfile, profileNames } from "./parse.js";
export type * from "./profile.js";
export {
  type MachineFacts,
  resolveProfile,
  type StartConfig,
  type StartLcore,
  type StartPort,
  workerSocket,
} from "./resolve.js";
