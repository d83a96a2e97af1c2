// Ids name one object each: over all objects of a kind, bridges and routers together, rules and routes per parent.
import { at, type Check, eachRepeat } from "./context.js";

export const checkIds: Check = ({ topology }, report) => {
  const unique = (lists: Iterable<readonly [string, { id?: string }]>) =>
    eachRepeat(
      lists,
      ({ id }) => id,
      (path, first, { id }) =>
        report.add(
          "DUPLICATE_ID",
          `${path}/id`,
          `The id "${id}" is taken by ${first}.`,
          "Give each its own id.",
        ),
    );
  unique(at("/hosts", topology.hosts));
  unique(at("/tunnelZones", topology.tunnelZones));
  unique([...at("/bridges", topology.bridges), ...at("/routers", topology.routers)]);
  unique(at("/ports", topology.ports));
  unique(at("/chains", topology.chains));
  unique(at("/ipAddressGroups", topology.ipAddressGroups));
  unique(at("/portGroups", topology.portGroups));
  unique(at("/l2Gateways", topology.l2Gateways));
  unique(at("/mirrors", topology.mirrors));
  unique(at("/l2Insertions", topology.l2Insertions));
  unique(at("/dhcp", topology.dhcp));
  unique(at("/dhcp6", topology.dhcp6));
  unique(at("/metadata", topology.metadata));
  unique(at("/qosPolicies", topology.qosPolicies));
  for (const [path, chain] of at("/chains", topology.chains)) unique(at(`${path}/rules`, chain.rules));
  unique(at("/securityGroups", topology.securityGroups));
  unique(at("/ruleLoggers", topology.ruleLoggers));
  for (const [path, group] of at("/securityGroups", topology.securityGroups))
    unique(at(`${path}/rules`, group.rules));
  for (const [path, router] of at("/routers", topology.routers)) unique(at(`${path}/routes`, router.routes));
};
