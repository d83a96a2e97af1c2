// Every semantic check of a topology, in the order a person mends things. Adds findings; throws nothing.
import type { Topology } from "../model.js";
import type { Report } from "../report.js";
import { checkAttachments } from "./attachments.js";
import { checkChains } from "./chains.js";
import { checkConditions } from "./conditions.js";
import { contextOf } from "./context.js";
import { checkDhcp } from "./dhcp.js";
import { checkGateways } from "./gateways.js";
import { checkIds } from "./ids.js";
import { checkInsertions } from "./insert.js";
import { checkKeys } from "./keys.js";
import { checkMacs } from "./macs.js";
import { checkNat64 } from "./nat64.js";
import { checkNetworks } from "./networks.js";
import { checkPolicy } from "./policy.js";
import { checkQos } from "./qos.js";
import { checkReferences } from "./references.js";
import { checkRoutes } from "./routes.js";
import { checkServices } from "./services.js";
import { checkVlans } from "./vlans.js";
import { checkVteps } from "./vteps.js";
import { checkZones } from "./zones.js";

const CHECKS = [
  checkIds,
  checkReferences,
  checkAttachments,
  checkZones,
  checkNetworks,
  checkMacs,
  checkVlans,
  checkVteps,
  checkGateways,
  checkKeys,
  checkRoutes,
  checkNat64,
  checkChains,
  checkConditions,
  checkInsertions,
  checkDhcp,
  checkServices,
  checkQos,
  checkPolicy,
];

export function checkTopology(topology: Topology, report: Report): void {
  const context = contextOf(topology);
  for (const check of CHECKS) check(context, report);
}
