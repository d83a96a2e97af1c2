// Which folder may import which (DESIGN: arrows run one way). A rule here is never loosened to make a change pass.
const only = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: "/test/" },
  to: { path: "^(dataplane|bindings|ffi|bench|test|scripts)/", pathNot: allowed },
});

module.exports = {
  forbidden: [
    only("topology-imports-nothing", "^dataplane/topology/", ["^dataplane/topology/"]),
    only("profiles-import-topology", "^dataplane/profiles/", [
      "^dataplane/profiles/",
      "^dataplane/topology/",
    ]),
    only("simulation-is-pure", "^dataplane/simulation/", [
      "^dataplane/simulation/",
      "^dataplane/topology/",
      "^bindings/layout\\.ts$",
    ]),
    only("bindings-import-ffi", "^bindings/", ["^bindings/", "^ffi/"]),
    only("ffi-imports-nothing", "^ffi/", ["^ffi/"]),
    only("controller-imports-down", "^dataplane/controller/", ["^dataplane/", "^bindings/"]),
    only("scripts-and-bench-use-public-faces", "^(scripts|bench)/", [
      "^(scripts|bench)/",
      "^dataplane/",
      "^bindings/",
    ]),
    {
      name: "only-ffi-imports-koffi",
      severity: "error",
      from: { pathNot: "^ffi/" },
      to: { path: "node_modules/koffi" },
    },
    {
      name: "simulation-has-no-outside-world",
      severity: "error",
      from: { path: "^dataplane/simulation/", pathNot: "/test/" },
      to: {
        path: "^(fs|fs/promises|net|os|crypto|timers|perf_hooks|child_process|worker_threads)$|node_modules/(rxjs|pino)",
      },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "product-does-not-import-tests",
      severity: "error",
      from: { path: "^(dataplane|bindings|ffi/src|scripts|bench)/", pathNot: "/test/" },
      to: { path: "(^|/)test/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|ffi/build)/|generated/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: [".ts", ".js", ".mjs", ".cjs", ".json"] },
  },
};
