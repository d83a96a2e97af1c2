// IOMMU groups and the device nodes through which vfio gives them away.
import type { Tree } from "./tree.js";

export interface IommuGroup {
  /** PCI addresses. */
  members: string[];
  /** vfio made it up: there is no IOMMU behind it. */
  unprotected: boolean;
  /** Its node below /dev/vfio can be opened. */
  usable: boolean;
  /** Path of that node. */
  node: string;
}

export interface Vfio {
  group(name: string): IommuGroup;
}

export function readVfio(tree: Tree): Vfio {
  return {
    group: (name) => {
      const folder = `sys/kernel/iommu_groups/${name}`;
      const unprotected = tree.text(`${folder}/name`) === "vfio-noiommu";
      const node = `/dev/vfio/${unprotected ? `noiommu-${name}` : name}`;
      return { members: tree.list(`${folder}/devices`), unprotected, usable: tree.usable(node), node };
    },
  };
}
