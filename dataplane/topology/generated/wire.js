/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const edgelane = $root.edgelane = (() => {

    const edgelane = {};

    edgelane.Topology = (function() {

        const Topology = function (properties) {
            this.hosts = [];
            this.tunnelZones = [];
            this.bridges = [];
            this.routers = [];
            this.ports = [];
            this.chains = [];
            this.ipAddressGroups = [];
            this.portGroups = [];
            this.l2Gateways = [];
            this.mirrors = [];
            this.l2Insertions = [];
            this.dhcp = [];
            this.dhcp6 = [];
            this.metadata = [];
            this.qosPolicies = [];
            this.securityGroups = [];
            this.ruleLoggers = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Topology.prototype.version = 0;
        Topology.prototype.name = null;
        Topology.prototype.hosts = $util.emptyArray;
        Topology.prototype.tunnelZones = $util.emptyArray;
        Topology.prototype.bridges = $util.emptyArray;
        Topology.prototype.routers = $util.emptyArray;
        Topology.prototype.ports = $util.emptyArray;
        Topology.prototype.chains = $util.emptyArray;
        Topology.prototype.ipAddressGroups = $util.emptyArray;
        Topology.prototype.portGroups = $util.emptyArray;
        Topology.prototype.l2Gateways = $util.emptyArray;
        Topology.prototype.mirrors = $util.emptyArray;
        Topology.prototype.l2Insertions = $util.emptyArray;
        Topology.prototype.dhcp = $util.emptyArray;
        Topology.prototype.dhcp6 = $util.emptyArray;
        Topology.prototype.metadata = $util.emptyArray;
        Topology.prototype.qosPolicies = $util.emptyArray;
        Topology.prototype.securityGroups = $util.emptyArray;
        Topology.prototype.ruleLoggers = $util.emptyArray;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Topology.prototype, "_name", {
            get: $util.oneOfGetter($oneOfFields = ["name"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Topology.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(8).uint32(message.version);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                writer.uint32(18).string(message.name);
            if (message.hosts != null && message.hosts.length)
                for (let i = 0; i < message.hosts.length; ++i)
                    $root.edgelane.Host.encode(message.hosts[i], writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.tunnelZones != null && message.tunnelZones.length)
                for (let i = 0; i < message.tunnelZones.length; ++i)
                    $root.edgelane.TunnelZone.encode(message.tunnelZones[i], writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.bridges != null && message.bridges.length)
                for (let i = 0; i < message.bridges.length; ++i)
                    $root.edgelane.Bridge.encode(message.bridges[i], writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.routers != null && message.routers.length)
                for (let i = 0; i < message.routers.length; ++i)
                    $root.edgelane.Router.encode(message.routers[i], writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.ports != null && message.ports.length)
                for (let i = 0; i < message.ports.length; ++i)
                    $root.edgelane.Port.encode(message.ports[i], writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.chains != null && message.chains.length)
                for (let i = 0; i < message.chains.length; ++i)
                    $root.edgelane.Chain.encode(message.chains[i], writer.uint32(66).fork(), _depth + 1).ldelim();
            if (message.ipAddressGroups != null && message.ipAddressGroups.length)
                for (let i = 0; i < message.ipAddressGroups.length; ++i)
                    $root.edgelane.IpAddressGroup.encode(message.ipAddressGroups[i], writer.uint32(74).fork(), _depth + 1).ldelim();
            if (message.portGroups != null && message.portGroups.length)
                for (let i = 0; i < message.portGroups.length; ++i)
                    $root.edgelane.PortGroup.encode(message.portGroups[i], writer.uint32(82).fork(), _depth + 1).ldelim();
            if (message.l2Gateways != null && message.l2Gateways.length)
                for (let i = 0; i < message.l2Gateways.length; ++i)
                    $root.edgelane.L2Gateway.encode(message.l2Gateways[i], writer.uint32(90).fork(), _depth + 1).ldelim();
            if (message.qosPolicies != null && message.qosPolicies.length)
                for (let i = 0; i < message.qosPolicies.length; ++i)
                    $root.edgelane.QosPolicy.encode(message.qosPolicies[i], writer.uint32(170).fork(), _depth + 1).ldelim();
            if (message.dhcp != null && message.dhcp.length)
                for (let i = 0; i < message.dhcp.length; ++i)
                    $root.edgelane.Dhcp.encode(message.dhcp[i], writer.uint32(250).fork(), _depth + 1).ldelim();
            if (message.dhcp6 != null && message.dhcp6.length)
                for (let i = 0; i < message.dhcp6.length; ++i)
                    $root.edgelane.Dhcp6.encode(message.dhcp6[i], writer.uint32(258).fork(), _depth + 1).ldelim();
            if (message.metadata != null && message.metadata.length)
                for (let i = 0; i < message.metadata.length; ++i)
                    $root.edgelane.Metadata.encode(message.metadata[i], writer.uint32(266).fork(), _depth + 1).ldelim();
            if (message.mirrors != null && message.mirrors.length)
                for (let i = 0; i < message.mirrors.length; ++i)
                    $root.edgelane.Mirror.encode(message.mirrors[i], writer.uint32(322).fork(), _depth + 1).ldelim();
            if (message.l2Insertions != null && message.l2Insertions.length)
                for (let i = 0; i < message.l2Insertions.length; ++i)
                    $root.edgelane.L2Insertion.encode(message.l2Insertions[i], writer.uint32(330).fork(), _depth + 1).ldelim();
            if (message.securityGroups != null && message.securityGroups.length)
                for (let i = 0; i < message.securityGroups.length; ++i)
                    $root.edgelane.SecurityGroup.encode(message.securityGroups[i], writer.uint32(482).fork(), _depth + 1).ldelim();
            if (message.ruleLoggers != null && message.ruleLoggers.length)
                for (let i = 0; i < message.ruleLoggers.length; ++i)
                    $root.edgelane.RuleLogger.encode(message.ruleLoggers[i], writer.uint32(490).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Topology.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Topology();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.name = reader.stringVerify();
                        message._name = "name";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.hosts && message.hosts.length))
                            message.hosts = [];
                        message.hosts.push($root.edgelane.Host.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.tunnelZones && message.tunnelZones.length))
                            message.tunnelZones = [];
                        message.tunnelZones.push($root.edgelane.TunnelZone.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.bridges && message.bridges.length))
                            message.bridges = [];
                        message.bridges.push($root.edgelane.Bridge.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.routers && message.routers.length))
                            message.routers = [];
                        message.routers.push($root.edgelane.Router.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.ports && message.ports.length))
                            message.ports = [];
                        message.ports.push($root.edgelane.Port.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if (!(message.chains && message.chains.length))
                            message.chains = [];
                        message.chains.push($root.edgelane.Chain.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if (!(message.ipAddressGroups && message.ipAddressGroups.length))
                            message.ipAddressGroups = [];
                        message.ipAddressGroups.push($root.edgelane.IpAddressGroup.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if (!(message.portGroups && message.portGroups.length))
                            message.portGroups = [];
                        message.portGroups.push($root.edgelane.PortGroup.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        if (!(message.l2Gateways && message.l2Gateways.length))
                            message.l2Gateways = [];
                        message.l2Gateways.push($root.edgelane.L2Gateway.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 40: {
                        if (wireType !== 2)
                            break;
                        if (!(message.mirrors && message.mirrors.length))
                            message.mirrors = [];
                        message.mirrors.push($root.edgelane.Mirror.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 41: {
                        if (wireType !== 2)
                            break;
                        if (!(message.l2Insertions && message.l2Insertions.length))
                            message.l2Insertions = [];
                        message.l2Insertions.push($root.edgelane.L2Insertion.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 31: {
                        if (wireType !== 2)
                            break;
                        if (!(message.dhcp && message.dhcp.length))
                            message.dhcp = [];
                        message.dhcp.push($root.edgelane.Dhcp.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 32: {
                        if (wireType !== 2)
                            break;
                        if (!(message.dhcp6 && message.dhcp6.length))
                            message.dhcp6 = [];
                        message.dhcp6.push($root.edgelane.Dhcp6.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 33: {
                        if (wireType !== 2)
                            break;
                        if (!(message.metadata && message.metadata.length))
                            message.metadata = [];
                        message.metadata.push($root.edgelane.Metadata.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 21: {
                        if (wireType !== 2)
                            break;
                        if (!(message.qosPolicies && message.qosPolicies.length))
                            message.qosPolicies = [];
                        message.qosPolicies.push($root.edgelane.QosPolicy.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 60: {
                        if (wireType !== 2)
                            break;
                        if (!(message.securityGroups && message.securityGroups.length))
                            message.securityGroups = [];
                        message.securityGroups.push($root.edgelane.SecurityGroup.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 61: {
                        if (wireType !== 2)
                            break;
                        if (!(message.ruleLoggers && message.ruleLoggers.length))
                            message.ruleLoggers = [];
                        message.ruleLoggers.push($root.edgelane.RuleLogger.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Topology;
    })();

    edgelane.L2Gateway = (function() {

        const L2Gateway = function (properties) {
            this.ports = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        L2Gateway.prototype.id = "";
        L2Gateway.prototype.ports = $util.emptyArray;
        L2Gateway.prototype.holdSeconds = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(L2Gateway.prototype, "_holdSeconds", {
            get: $util.oneOfGetter($oneOfFields = ["holdSeconds"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        L2Gateway.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.ports != null && message.ports.length)
                for (let i = 0; i < message.ports.length; ++i)
                    writer.uint32(18).string(message.ports[i]);
            if (message.holdSeconds != null && $Object.hasOwnProperty.call(message, "holdSeconds"))
                writer.uint32(24).uint32(message.holdSeconds);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        L2Gateway.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.L2Gateway();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.ports && message.ports.length))
                            message.ports = [];
                        message.ports.push(reader.stringVerify());
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.holdSeconds = reader.uint32();
                        message._holdSeconds = "holdSeconds";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return L2Gateway;
    })();

    edgelane.Host = (function() {

        const Host = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Host.prototype.id = "";
        Host.prototype.name = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Host.prototype, "_name", {
            get: $util.oneOfGetter($oneOfFields = ["name"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Host.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                writer.uint32(18).string(message.name);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Host.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Host();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.name = reader.stringVerify();
                        message._name = "name";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Host;
    })();

    edgelane.TunnelZone = (function() {

        const TunnelZone = function (properties) {
            this.hosts = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        TunnelZone.prototype.id = "";
        TunnelZone.prototype.type = 0;
        TunnelZone.prototype.udpPort = null;
        TunnelZone.prototype.hosts = $util.emptyArray;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(TunnelZone.prototype, "_udpPort", {
            get: $util.oneOfGetter($oneOfFields = ["udpPort"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        TunnelZone.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                writer.uint32(16).int32(message.type);
            if (message.udpPort != null && $Object.hasOwnProperty.call(message, "udpPort"))
                writer.uint32(24).uint32(message.udpPort);
            if (message.hosts != null && message.hosts.length)
                for (let i = 0; i < message.hosts.length; ++i)
                    $root.edgelane.TunnelZoneHost.encode(message.hosts[i], writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        TunnelZone.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.TunnelZone();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.type = value;
                        else
                            delete message.type;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.udpPort = reader.uint32();
                        message._udpPort = "udpPort";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.hosts && message.hosts.length))
                            message.hosts = [];
                        message.hosts.push($root.edgelane.TunnelZoneHost.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        TunnelZone.Type = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "TYPE_VXLAN"] = 1;
            values[valuesById[2] = "TYPE_GRE"] = 2;
            return values;
        })();

        return TunnelZone;
    })();

    edgelane.TunnelZoneHost = (function() {

        const TunnelZoneHost = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        TunnelZoneHost.prototype.host = "";
        TunnelZoneHost.prototype.address = "";

        TunnelZoneHost.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                writer.uint32(10).string(message.host);
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                writer.uint32(18).string(message.address);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        TunnelZoneHost.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.TunnelZoneHost();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.host = value;
                        else
                            delete message.host;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return TunnelZoneHost;
    })();

    edgelane.IpAddressGroup = (function() {

        const IpAddressGroup = function (properties) {
            this.addresses = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        IpAddressGroup.prototype.id = "";
        IpAddressGroup.prototype.addresses = $util.emptyArray;

        IpAddressGroup.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.addresses != null && message.addresses.length)
                for (let i = 0; i < message.addresses.length; ++i)
                    writer.uint32(18).string(message.addresses[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        IpAddressGroup.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.IpAddressGroup();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.addresses && message.addresses.length))
                            message.addresses = [];
                        message.addresses.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return IpAddressGroup;
    })();

    edgelane.PortGroup = (function() {

        const PortGroup = function (properties) {
            this.ports = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        PortGroup.prototype.id = "";
        PortGroup.prototype.ports = $util.emptyArray;

        PortGroup.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.ports != null && message.ports.length)
                for (let i = 0; i < message.ports.length; ++i)
                    writer.uint32(18).string(message.ports[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        PortGroup.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.PortGroup();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.ports && message.ports.length))
                            message.ports = [];
                        message.ports.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return PortGroup;
    })();

    edgelane.Bridge = (function() {

        const Bridge = function (properties) {
            this.macTable = [];
            this.inboundMirrors = [];
            this.outboundMirrors = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Bridge.prototype.id = "";
        Bridge.prototype.name = null;
        Bridge.prototype.adminUp = null;
        Bridge.prototype.inboundChain = null;
        Bridge.prototype.outboundChain = null;
        Bridge.prototype.qos = null;
        Bridge.prototype.arpSuppression = null;
        Bridge.prototype.macTable = $util.emptyArray;
        Bridge.prototype.inboundMirrors = $util.emptyArray;
        Bridge.prototype.outboundMirrors = $util.emptyArray;
        Bridge.prototype.ra = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Bridge.prototype, "_name", {
            get: $util.oneOfGetter($oneOfFields = ["name"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Bridge.prototype, "_adminUp", {
            get: $util.oneOfGetter($oneOfFields = ["adminUp"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Bridge.prototype, "_inboundChain", {
            get: $util.oneOfGetter($oneOfFields = ["inboundChain"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Bridge.prototype, "_outboundChain", {
            get: $util.oneOfGetter($oneOfFields = ["outboundChain"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Bridge.prototype, "_qos", {
            get: $util.oneOfGetter($oneOfFields = ["qos"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Bridge.prototype, "_arpSuppression", {
            get: $util.oneOfGetter($oneOfFields = ["arpSuppression"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Bridge.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                writer.uint32(18).string(message.name);
            if (message.adminUp != null && $Object.hasOwnProperty.call(message, "adminUp"))
                writer.uint32(24).bool(message.adminUp);
            if (message.inboundChain != null && $Object.hasOwnProperty.call(message, "inboundChain"))
                writer.uint32(34).string(message.inboundChain);
            if (message.outboundChain != null && $Object.hasOwnProperty.call(message, "outboundChain"))
                writer.uint32(42).string(message.outboundChain);
            if (message.arpSuppression != null && $Object.hasOwnProperty.call(message, "arpSuppression"))
                writer.uint32(48).bool(message.arpSuppression);
            if (message.macTable != null && message.macTable.length)
                for (let i = 0; i < message.macTable.length; ++i)
                    $root.edgelane.Station.encode(message.macTable[i], writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.qos != null && $Object.hasOwnProperty.call(message, "qos"))
                writer.uint32(170).string(message.qos);
            if (message.ra != null && $Object.hasOwnProperty.call(message, "ra"))
                $root.edgelane.RouterAdvertisement.encode(message.ra, writer.uint32(250).fork(), _depth + 1).ldelim();
            if (message.inboundMirrors != null && message.inboundMirrors.length)
                for (let i = 0; i < message.inboundMirrors.length; ++i)
                    writer.uint32(322).string(message.inboundMirrors[i]);
            if (message.outboundMirrors != null && message.outboundMirrors.length)
                for (let i = 0; i < message.outboundMirrors.length; ++i)
                    writer.uint32(330).string(message.outboundMirrors[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Bridge.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Bridge();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.name = reader.stringVerify();
                        message._name = "name";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.adminUp = reader.bool();
                        message._adminUp = "adminUp";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.inboundChain = reader.stringVerify();
                        message._inboundChain = "inboundChain";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.outboundChain = reader.stringVerify();
                        message._outboundChain = "outboundChain";
                        continue;
                    }
                case 21: {
                        if (wireType !== 2)
                            break;
                        message.qos = reader.stringVerify();
                        message._qos = "qos";
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.arpSuppression = reader.bool();
                        message._arpSuppression = "arpSuppression";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.macTable && message.macTable.length))
                            message.macTable = [];
                        message.macTable.push($root.edgelane.Station.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 40: {
                        if (wireType !== 2)
                            break;
                        if (!(message.inboundMirrors && message.inboundMirrors.length))
                            message.inboundMirrors = [];
                        message.inboundMirrors.push(reader.stringVerify());
                        continue;
                    }
                case 41: {
                        if (wireType !== 2)
                            break;
                        if (!(message.outboundMirrors && message.outboundMirrors.length))
                            message.outboundMirrors = [];
                        message.outboundMirrors.push(reader.stringVerify());
                        continue;
                    }
                case 31: {
                        if (wireType !== 2)
                            break;
                        message.ra = $root.edgelane.RouterAdvertisement.decode(reader, reader.size(), $undefined, _depth + 1, message.ra);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Bridge;
    })();

    edgelane.Station = (function() {

        const Station = function (properties) {
            this.addresses = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Station.prototype.mac = "";
        Station.prototype.port = "";
        Station.prototype.vlan = null;
        Station.prototype.addresses = $util.emptyArray;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Station.prototype, "_vlan", {
            get: $util.oneOfGetter($oneOfFields = ["vlan"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Station.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac !== "")
                writer.uint32(10).string(message.mac);
            if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== "")
                writer.uint32(18).string(message.port);
            if (message.vlan != null && $Object.hasOwnProperty.call(message, "vlan"))
                writer.uint32(24).uint32(message.vlan);
            if (message.addresses != null && message.addresses.length)
                for (let i = 0; i < message.addresses.length; ++i)
                    writer.uint32(34).string(message.addresses[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Station.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Station();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.mac = value;
                        else
                            delete message.mac;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.port = value;
                        else
                            delete message.port;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.vlan = reader.uint32();
                        message._vlan = "vlan";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.addresses && message.addresses.length))
                            message.addresses = [];
                        message.addresses.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Station;
    })();

    edgelane.Router = (function() {

        const Router = function (properties) {
            this.routes = [];
            this.inboundMirrors = [];
            this.outboundMirrors = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Router.prototype.id = "";
        Router.prototype.name = null;
        Router.prototype.adminUp = null;
        Router.prototype.inboundChain = null;
        Router.prototype.outboundChain = null;
        Router.prototype.routes = $util.emptyArray;
        Router.prototype.inboundMirrors = $util.emptyArray;
        Router.prototype.outboundMirrors = $util.emptyArray;
        Router.prototype.nat64 = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Router.prototype, "_name", {
            get: $util.oneOfGetter($oneOfFields = ["name"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Router.prototype, "_adminUp", {
            get: $util.oneOfGetter($oneOfFields = ["adminUp"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Router.prototype, "_inboundChain", {
            get: $util.oneOfGetter($oneOfFields = ["inboundChain"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Router.prototype, "_outboundChain", {
            get: $util.oneOfGetter($oneOfFields = ["outboundChain"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Router.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                writer.uint32(18).string(message.name);
            if (message.adminUp != null && $Object.hasOwnProperty.call(message, "adminUp"))
                writer.uint32(24).bool(message.adminUp);
            if (message.inboundChain != null && $Object.hasOwnProperty.call(message, "inboundChain"))
                writer.uint32(34).string(message.inboundChain);
            if (message.outboundChain != null && $Object.hasOwnProperty.call(message, "outboundChain"))
                writer.uint32(42).string(message.outboundChain);
            if (message.routes != null && message.routes.length)
                for (let i = 0; i < message.routes.length; ++i)
                    $root.edgelane.Route.encode(message.routes[i], writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.nat64 != null && $Object.hasOwnProperty.call(message, "nat64"))
                $root.edgelane.Nat64.encode(message.nat64, writer.uint32(162).fork(), _depth + 1).ldelim();
            if (message.inboundMirrors != null && message.inboundMirrors.length)
                for (let i = 0; i < message.inboundMirrors.length; ++i)
                    writer.uint32(322).string(message.inboundMirrors[i]);
            if (message.outboundMirrors != null && message.outboundMirrors.length)
                for (let i = 0; i < message.outboundMirrors.length; ++i)
                    writer.uint32(330).string(message.outboundMirrors[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Router.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Router();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.name = reader.stringVerify();
                        message._name = "name";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.adminUp = reader.bool();
                        message._adminUp = "adminUp";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.inboundChain = reader.stringVerify();
                        message._inboundChain = "inboundChain";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.outboundChain = reader.stringVerify();
                        message._outboundChain = "outboundChain";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.routes && message.routes.length))
                            message.routes = [];
                        message.routes.push($root.edgelane.Route.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 40: {
                        if (wireType !== 2)
                            break;
                        if (!(message.inboundMirrors && message.inboundMirrors.length))
                            message.inboundMirrors = [];
                        message.inboundMirrors.push(reader.stringVerify());
                        continue;
                    }
                case 41: {
                        if (wireType !== 2)
                            break;
                        if (!(message.outboundMirrors && message.outboundMirrors.length))
                            message.outboundMirrors = [];
                        message.outboundMirrors.push(reader.stringVerify());
                        continue;
                    }
                case 20: {
                        if (wireType !== 2)
                            break;
                        message.nat64 = $root.edgelane.Nat64.decode(reader, reader.size(), $undefined, _depth + 1, message.nat64);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Router;
    })();

    edgelane.Nat64 = (function() {

        const Nat64 = function (properties) {
            this.pairs = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Nat64.prototype.prefix = "";
        Nat64.prototype.pairs = $util.emptyArray;

        Nat64.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.prefix != null && $Object.hasOwnProperty.call(message, "prefix") && message.prefix !== "")
                writer.uint32(10).string(message.prefix);
            if (message.pairs != null && message.pairs.length)
                for (let i = 0; i < message.pairs.length; ++i)
                    $root.edgelane.Nat64Pair.encode(message.pairs[i], writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Nat64.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Nat64();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.prefix = value;
                        else
                            delete message.prefix;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.pairs && message.pairs.length))
                            message.pairs = [];
                        message.pairs.push($root.edgelane.Nat64Pair.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Nat64;
    })();

    edgelane.Nat64Pair = (function() {

        const Nat64Pair = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Nat64Pair.prototype.ipv6 = "";
        Nat64Pair.prototype.ipv4 = "";

        Nat64Pair.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.ipv6 != null && $Object.hasOwnProperty.call(message, "ipv6") && message.ipv6 !== "")
                writer.uint32(10).string(message.ipv6);
            if (message.ipv4 != null && $Object.hasOwnProperty.call(message, "ipv4") && message.ipv4 !== "")
                writer.uint32(18).string(message.ipv4);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Nat64Pair.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Nat64Pair();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.ipv6 = value;
                        else
                            delete message.ipv6;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.ipv4 = value;
                        else
                            delete message.ipv4;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Nat64Pair;
    })();

    edgelane.Route = (function() {

        const Route = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Route.prototype.id = null;
        Route.prototype.destination = "";
        Route.prototype.source = null;
        Route.prototype.type = 0;
        Route.prototype.port = null;
        Route.prototype.gateway = null;
        Route.prototype.weight = null;
        Route.prototype.share = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Route.prototype, "_id", {
            get: $util.oneOfGetter($oneOfFields = ["id"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Route.prototype, "_source", {
            get: $util.oneOfGetter($oneOfFields = ["source"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Route.prototype, "_port", {
            get: $util.oneOfGetter($oneOfFields = ["port"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Route.prototype, "_gateway", {
            get: $util.oneOfGetter($oneOfFields = ["gateway"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Route.prototype, "_weight", {
            get: $util.oneOfGetter($oneOfFields = ["weight"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Route.prototype, "_share", {
            get: $util.oneOfGetter($oneOfFields = ["share"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Route.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                writer.uint32(10).string(message.id);
            if (message.destination != null && $Object.hasOwnProperty.call(message, "destination") && message.destination !== "")
                writer.uint32(18).string(message.destination);
            if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                writer.uint32(26).string(message.source);
            if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                writer.uint32(32).int32(message.type);
            if (message.port != null && $Object.hasOwnProperty.call(message, "port"))
                writer.uint32(42).string(message.port);
            if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway"))
                writer.uint32(50).string(message.gateway);
            if (message.weight != null && $Object.hasOwnProperty.call(message, "weight"))
                writer.uint32(56).uint32(message.weight);
            if (message.share != null && $Object.hasOwnProperty.call(message, "share"))
                writer.uint32(64).uint32(message.share);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Route.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Route();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.id = reader.stringVerify();
                        message._id = "id";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.destination = value;
                        else
                            delete message.destination;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.source = reader.stringVerify();
                        message._source = "source";
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.type = value;
                        else
                            delete message.type;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.port = reader.stringVerify();
                        message._port = "port";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.gateway = reader.stringVerify();
                        message._gateway = "gateway";
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.weight = reader.uint32();
                        message._weight = "weight";
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        message.share = reader.uint32();
                        message._share = "share";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        Route.Type = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "TYPE_PORT"] = 1;
            values[valuesById[2] = "TYPE_LOCAL"] = 2;
            values[valuesById[3] = "TYPE_BLACKHOLE"] = 3;
            values[valuesById[4] = "TYPE_REJECT"] = 4;
            return values;
        })();

        return Route;
    })();

    edgelane.Port = (function() {

        const Port = function (properties) {
            this.addresses = [];
            this.trunkVlans = [];
            this.securityGroups = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Port.prototype.id = "";
        Port.prototype.device = "";
        Port.prototype.adminUp = null;
        Port.prototype.host = null;
        Port.prototype["interface"] = null;
        Port.prototype.peer = null;
        Port.prototype.vtep = null;
        Port.prototype.mac = null;
        Port.prototype.addresses = $util.emptyArray;
        Port.prototype.key = null;
        Port.prototype.qos = null;
        Port.prototype.inboundChain = null;
        Port.prototype.outboundChain = null;
        Port.prototype.vlan = null;
        Port.prototype.trunkVlans = $util.emptyArray;
        Port.prototype.hairpin = null;
        Port.prototype.mirrors = null;
        Port.prototype.mtu = null;
        Port.prototype.mssClamp = null;
        Port.prototype.ra = null;
        Port.prototype.securityGroups = $util.emptyArray;
        Port.prototype.antiSpoof = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_adminUp", {
            get: $util.oneOfGetter($oneOfFields = ["adminUp"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_host", {
            get: $util.oneOfGetter($oneOfFields = ["host"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_interface", {
            get: $util.oneOfGetter($oneOfFields = ["interface"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_peer", {
            get: $util.oneOfGetter($oneOfFields = ["peer"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_mac", {
            get: $util.oneOfGetter($oneOfFields = ["mac"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_key", {
            get: $util.oneOfGetter($oneOfFields = ["key"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_qos", {
            get: $util.oneOfGetter($oneOfFields = ["qos"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_inboundChain", {
            get: $util.oneOfGetter($oneOfFields = ["inboundChain"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_outboundChain", {
            get: $util.oneOfGetter($oneOfFields = ["outboundChain"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_vlan", {
            get: $util.oneOfGetter($oneOfFields = ["vlan"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_hairpin", {
            get: $util.oneOfGetter($oneOfFields = ["hairpin"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_mtu", {
            get: $util.oneOfGetter($oneOfFields = ["mtu"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Port.prototype, "_mssClamp", {
            get: $util.oneOfGetter($oneOfFields = ["mssClamp"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Port.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                writer.uint32(18).string(message.device);
            if (message.adminUp != null && $Object.hasOwnProperty.call(message, "adminUp"))
                writer.uint32(24).bool(message.adminUp);
            if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                writer.uint32(34).string(message.host);
            if (message["interface"] != null && $Object.hasOwnProperty.call(message, "interface"))
                writer.uint32(42).string(message["interface"]);
            if (message.peer != null && $Object.hasOwnProperty.call(message, "peer"))
                writer.uint32(50).string(message.peer);
            if (message.vtep != null && $Object.hasOwnProperty.call(message, "vtep"))
                $root.edgelane.Vtep.encode(message.vtep, writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac"))
                writer.uint32(66).string(message.mac);
            if (message.addresses != null && message.addresses.length)
                for (let i = 0; i < message.addresses.length; ++i)
                    writer.uint32(74).string(message.addresses[i]);
            if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                writer.uint32(80).uint32(message.key);
            if (message.inboundChain != null && $Object.hasOwnProperty.call(message, "inboundChain"))
                writer.uint32(90).string(message.inboundChain);
            if (message.outboundChain != null && $Object.hasOwnProperty.call(message, "outboundChain"))
                writer.uint32(98).string(message.outboundChain);
            if (message.vlan != null && $Object.hasOwnProperty.call(message, "vlan"))
                writer.uint32(104).uint32(message.vlan);
            if (message.trunkVlans != null && message.trunkVlans.length)
                writer.uint32(114).uint32s(message.trunkVlans);
            if (message.hairpin != null && $Object.hasOwnProperty.call(message, "hairpin"))
                writer.uint32(120).bool(message.hairpin);
            if (message.qos != null && $Object.hasOwnProperty.call(message, "qos"))
                writer.uint32(170).string(message.qos);
            if (message.mtu != null && $Object.hasOwnProperty.call(message, "mtu"))
                writer.uint32(240).uint32(message.mtu);
            if (message.mssClamp != null && $Object.hasOwnProperty.call(message, "mssClamp"))
                writer.uint32(248).uint32(message.mssClamp);
            if (message.ra != null && $Object.hasOwnProperty.call(message, "ra"))
                $root.edgelane.RouterAdvertisement.encode(message.ra, writer.uint32(274).fork(), _depth + 1).ldelim();
            if (message.mirrors != null && $Object.hasOwnProperty.call(message, "mirrors"))
                $root.edgelane.PortMirrors.encode(message.mirrors, writer.uint32(322).fork(), _depth + 1).ldelim();
            if (message.securityGroups != null && message.securityGroups.length)
                for (let i = 0; i < message.securityGroups.length; ++i)
                    writer.uint32(482).string(message.securityGroups[i]);
            if (message.antiSpoof != null && $Object.hasOwnProperty.call(message, "antiSpoof"))
                $root.edgelane.AntiSpoof.encode(message.antiSpoof, writer.uint32(490).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Port.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Port();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.device = value;
                        else
                            delete message.device;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.adminUp = reader.bool();
                        message._adminUp = "adminUp";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.host = reader.stringVerify();
                        message._host = "host";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message["interface"] = reader.stringVerify();
                        message._interface = "interface";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.peer = reader.stringVerify();
                        message._peer = "peer";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.vtep = $root.edgelane.Vtep.decode(reader, reader.size(), $undefined, _depth + 1, message.vtep);
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.mac = reader.stringVerify();
                        message._mac = "mac";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if (!(message.addresses && message.addresses.length))
                            message.addresses = [];
                        message.addresses.push(reader.stringVerify());
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        message.key = reader.uint32();
                        message._key = "key";
                        continue;
                    }
                case 21: {
                        if (wireType !== 2)
                            break;
                        message.qos = reader.stringVerify();
                        message._qos = "qos";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.inboundChain = reader.stringVerify();
                        message._inboundChain = "inboundChain";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.outboundChain = reader.stringVerify();
                        message._outboundChain = "outboundChain";
                        continue;
                    }
                case 13: {
                        if (wireType !== 0)
                            break;
                        message.vlan = reader.uint32();
                        message._vlan = "vlan";
                        continue;
                    }
                case 14: {
                        if (wireType === 2) {
                            if (!(message.trunkVlans && message.trunkVlans.length))
                                message.trunkVlans = [];
                            reader.uint32s(message.trunkVlans);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.trunkVlans && message.trunkVlans.length))
                            message.trunkVlans = [];
                        message.trunkVlans.push(reader.uint32());
                        continue;
                    }
                case 15: {
                        if (wireType !== 0)
                            break;
                        message.hairpin = reader.bool();
                        message._hairpin = "hairpin";
                        continue;
                    }
                case 40: {
                        if (wireType !== 2)
                            break;
                        message.mirrors = $root.edgelane.PortMirrors.decode(reader, reader.size(), $undefined, _depth + 1, message.mirrors);
                        continue;
                    }
                case 30: {
                        if (wireType !== 0)
                            break;
                        message.mtu = reader.uint32();
                        message._mtu = "mtu";
                        continue;
                    }
                case 31: {
                        if (wireType !== 0)
                            break;
                        message.mssClamp = reader.uint32();
                        message._mssClamp = "mssClamp";
                        continue;
                    }
                case 34: {
                        if (wireType !== 2)
                            break;
                        message.ra = $root.edgelane.RouterAdvertisement.decode(reader, reader.size(), $undefined, _depth + 1, message.ra);
                        continue;
                    }
                case 60: {
                        if (wireType !== 2)
                            break;
                        if (!(message.securityGroups && message.securityGroups.length))
                            message.securityGroups = [];
                        message.securityGroups.push(reader.stringVerify());
                        continue;
                    }
                case 61: {
                        if (wireType !== 2)
                            break;
                        message.antiSpoof = $root.edgelane.AntiSpoof.decode(reader, reader.size(), $undefined, _depth + 1, message.antiSpoof);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Port;
    })();

    edgelane.Vtep = (function() {

        const Vtep = function (properties) {
            this.remotes = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Vtep.prototype.type = 0;
        Vtep.prototype.key = 0;
        Vtep.prototype.host = "";
        Vtep.prototype.local = null;
        Vtep.prototype.udpPort = null;
        Vtep.prototype.remotes = $util.emptyArray;
        Vtep.prototype.flood = null;
        Vtep.prototype.serviceNode = null;
        Vtep.prototype.floodProxy = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Vtep.prototype, "_local", {
            get: $util.oneOfGetter($oneOfFields = ["local"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Vtep.prototype, "_udpPort", {
            get: $util.oneOfGetter($oneOfFields = ["udpPort"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Vtep.prototype, "_serviceNode", {
            get: $util.oneOfGetter($oneOfFields = ["serviceNode"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Vtep.prototype, "_floodProxy", {
            get: $util.oneOfGetter($oneOfFields = ["floodProxy"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Vtep.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                writer.uint32(8).int32(message.type);
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== 0)
                writer.uint32(16).uint32(message.key);
            if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                writer.uint32(26).string(message.host);
            if (message.local != null && $Object.hasOwnProperty.call(message, "local"))
                writer.uint32(34).string(message.local);
            if (message.udpPort != null && $Object.hasOwnProperty.call(message, "udpPort"))
                writer.uint32(40).uint32(message.udpPort);
            if (message.remotes != null && message.remotes.length)
                for (let i = 0; i < message.remotes.length; ++i)
                    $root.edgelane.VtepRemote.encode(message.remotes[i], writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.flood != null && $Object.hasOwnProperty.call(message, "flood"))
                $root.edgelane.Vtep.FloodList.encode(message.flood, writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.serviceNode != null && $Object.hasOwnProperty.call(message, "serviceNode"))
                writer.uint32(66).string(message.serviceNode);
            if (message.floodProxy != null && $Object.hasOwnProperty.call(message, "floodProxy"))
                writer.uint32(72).bool(message.floodProxy);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Vtep.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Vtep();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.type = value;
                        else
                            delete message.type;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.host = value;
                        else
                            delete message.host;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.local = reader.stringVerify();
                        message._local = "local";
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.udpPort = reader.uint32();
                        message._udpPort = "udpPort";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.remotes && message.remotes.length))
                            message.remotes = [];
                        message.remotes.push($root.edgelane.VtepRemote.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.flood = $root.edgelane.Vtep.FloodList.decode(reader, reader.size(), $undefined, _depth + 1, message.flood);
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.serviceNode = reader.stringVerify();
                        message._serviceNode = "serviceNode";
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        message.floodProxy = reader.bool();
                        message._floodProxy = "floodProxy";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        Vtep.Type = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "TYPE_VXLAN"] = 1;
            values[valuesById[2] = "TYPE_GRE"] = 2;
            values[valuesById[3] = "TYPE_NVGRE"] = 3;
            return values;
        })();

        Vtep.FloodList = (function() {

            const FloodList = function (properties) {
                this.items = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            FloodList.prototype.items = $util.emptyArray;

            FloodList.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.items != null && message.items.length)
                    for (let i = 0; i < message.items.length; ++i)
                        writer.uint32(10).string(message.items[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            FloodList.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.edgelane.Vtep.FloodList();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.items && message.items.length))
                                message.items = [];
                            message.items.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FloodList;
        })();

        return Vtep;
    })();

    edgelane.VtepRemote = (function() {

        const VtepRemote = function (properties) {
            this.macs = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        VtepRemote.prototype.address = "";
        VtepRemote.prototype.macs = $util.emptyArray;
        VtepRemote.prototype.key = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(VtepRemote.prototype, "_key", {
            get: $util.oneOfGetter($oneOfFields = ["key"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        VtepRemote.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                writer.uint32(10).string(message.address);
            if (message.macs != null && message.macs.length)
                for (let i = 0; i < message.macs.length; ++i)
                    writer.uint32(18).string(message.macs[i]);
            if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                writer.uint32(80).uint32(message.key);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        VtepRemote.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.VtepRemote();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.macs && message.macs.length))
                            message.macs = [];
                        message.macs.push(reader.stringVerify());
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        message.key = reader.uint32();
                        message._key = "key";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return VtepRemote;
    })();

    edgelane.Chain = (function() {

        const Chain = function (properties) {
            this.rules = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Chain.prototype.id = "";
        Chain.prototype.name = null;
        Chain.prototype.rules = $util.emptyArray;
        Chain.prototype.log = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Chain.prototype, "_name", {
            get: $util.oneOfGetter($oneOfFields = ["name"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Chain.prototype, "_log", {
            get: $util.oneOfGetter($oneOfFields = ["log"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Chain.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                writer.uint32(18).string(message.name);
            if (message.rules != null && message.rules.length)
                for (let i = 0; i < message.rules.length; ++i)
                    $root.edgelane.Rule.encode(message.rules[i], writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.log != null && $Object.hasOwnProperty.call(message, "log"))
                writer.uint32(482).string(message.log);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Chain.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Chain();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.name = reader.stringVerify();
                        message._name = "name";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.rules && message.rules.length))
                            message.rules = [];
                        message.rules.push($root.edgelane.Rule.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 60: {
                        if (wireType !== 2)
                            break;
                        message.log = reader.stringVerify();
                        message._log = "log";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Chain;
    })();

    edgelane.Rule = (function() {

        const Rule = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Rule.prototype.id = null;
        Rule.prototype.match = null;
        Rule.prototype.action = 0;
        Rule.prototype.chain = null;
        Rule.prototype.port = null;
        Rule.prototype.enter = null;
        Rule.prototype.failOpen = null;
        Rule.prototype.log = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Rule.prototype, "_id", {
            get: $util.oneOfGetter($oneOfFields = ["id"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Rule.prototype, "_chain", {
            get: $util.oneOfGetter($oneOfFields = ["chain"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Rule.prototype, "_port", {
            get: $util.oneOfGetter($oneOfFields = ["port"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Rule.prototype, "_enter", {
            get: $util.oneOfGetter($oneOfFields = ["enter"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Rule.prototype, "_failOpen", {
            get: $util.oneOfGetter($oneOfFields = ["failOpen"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Rule.prototype, "_log", {
            get: $util.oneOfGetter($oneOfFields = ["log"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Rule.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                writer.uint32(10).string(message.id);
            if (message.match != null && $Object.hasOwnProperty.call(message, "match"))
                $root.edgelane.Condition.encode(message.match, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.action != null && $Object.hasOwnProperty.call(message, "action") && message.action !== 0)
                writer.uint32(24).int32(message.action);
            if (message.chain != null && $Object.hasOwnProperty.call(message, "chain"))
                writer.uint32(34).string(message.chain);
            if (message.port != null && $Object.hasOwnProperty.call(message, "port"))
                writer.uint32(42).string(message.port);
            if (message.enter != null && $Object.hasOwnProperty.call(message, "enter"))
                writer.uint32(48).bool(message.enter);
            if (message.failOpen != null && $Object.hasOwnProperty.call(message, "failOpen"))
                writer.uint32(56).bool(message.failOpen);
            if (message.log != null && $Object.hasOwnProperty.call(message, "log"))
                writer.uint32(482).string(message.log);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Rule.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Rule();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.id = reader.stringVerify();
                        message._id = "id";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.match = $root.edgelane.Condition.decode(reader, reader.size(), $undefined, _depth + 1, message.match);
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.action = value;
                        else
                            delete message.action;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.chain = reader.stringVerify();
                        message._chain = "chain";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.port = reader.stringVerify();
                        message._port = "port";
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.enter = reader.bool();
                        message._enter = "enter";
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.failOpen = reader.bool();
                        message._failOpen = "failOpen";
                        continue;
                    }
                case 60: {
                        if (wireType !== 2)
                            break;
                        message.log = reader.stringVerify();
                        message._log = "log";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        Rule.Action = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ACTION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ACTION_ACCEPT"] = 1;
            values[valuesById[2] = "ACTION_DROP"] = 2;
            values[valuesById[3] = "ACTION_REJECT"] = 3;
            values[valuesById[4] = "ACTION_RETURN"] = 4;
            values[valuesById[5] = "ACTION_JUMP"] = 5;
            values[valuesById[6] = "ACTION_CONTINUE"] = 6;
            values[valuesById[7] = "ACTION_REDIRECT"] = 7;
            return values;
        })();

        return Rule;
    })();

    edgelane.Condition = (function() {

        const Condition = function (properties) {
            this.not = [];
            this.inPorts = [];
            this.outPorts = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Condition.prototype.invert = null;
        Condition.prototype.not = $util.emptyArray;
        Condition.prototype.inPorts = $util.emptyArray;
        Condition.prototype.outPorts = $util.emptyArray;
        Condition.prototype.inPortGroup = null;
        Condition.prototype.outPortGroup = null;
        Condition.prototype.portGroup = null;
        Condition.prototype.srcAddressGroup = null;
        Condition.prototype.dstAddressGroup = null;
        Condition.prototype.etherType = null;
        Condition.prototype.srcMac = null;
        Condition.prototype.srcMacMask = null;
        Condition.prototype.dstMac = null;
        Condition.prototype.dstMacMask = null;
        Condition.prototype.noVlan = null;
        Condition.prototype.vlan = null;
        Condition.prototype.tos = null;
        Condition.prototype.protocol = null;
        Condition.prototype.source = null;
        Condition.prototype.destination = null;
        Condition.prototype.sourcePorts = null;
        Condition.prototype.destinationPorts = null;
        Condition.prototype.fragments = 0;
        Condition.prototype.traversedDevice = null;
        Condition.prototype.icmpDataSource = null;
        Condition.prototype.icmpDataDestination = null;
        Condition.prototype.forwardFlow = null;
        Condition.prototype.returnFlow = null;
        Condition.prototype.destinationRewritten = null;
        Condition.prototype.neighbourTarget = null;
        Condition.prototype.foreignMac = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_invert", {
            get: $util.oneOfGetter($oneOfFields = ["invert"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_inPortGroup", {
            get: $util.oneOfGetter($oneOfFields = ["inPortGroup"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_outPortGroup", {
            get: $util.oneOfGetter($oneOfFields = ["outPortGroup"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_portGroup", {
            get: $util.oneOfGetter($oneOfFields = ["portGroup"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_srcAddressGroup", {
            get: $util.oneOfGetter($oneOfFields = ["srcAddressGroup"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_dstAddressGroup", {
            get: $util.oneOfGetter($oneOfFields = ["dstAddressGroup"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_etherType", {
            get: $util.oneOfGetter($oneOfFields = ["etherType"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_srcMac", {
            get: $util.oneOfGetter($oneOfFields = ["srcMac"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_srcMacMask", {
            get: $util.oneOfGetter($oneOfFields = ["srcMacMask"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_dstMac", {
            get: $util.oneOfGetter($oneOfFields = ["dstMac"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_dstMacMask", {
            get: $util.oneOfGetter($oneOfFields = ["dstMacMask"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_noVlan", {
            get: $util.oneOfGetter($oneOfFields = ["noVlan"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_vlan", {
            get: $util.oneOfGetter($oneOfFields = ["vlan"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_tos", {
            get: $util.oneOfGetter($oneOfFields = ["tos"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_protocol", {
            get: $util.oneOfGetter($oneOfFields = ["protocol"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_source", {
            get: $util.oneOfGetter($oneOfFields = ["source"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_destination", {
            get: $util.oneOfGetter($oneOfFields = ["destination"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_traversedDevice", {
            get: $util.oneOfGetter($oneOfFields = ["traversedDevice"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_icmpDataSource", {
            get: $util.oneOfGetter($oneOfFields = ["icmpDataSource"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_icmpDataDestination", {
            get: $util.oneOfGetter($oneOfFields = ["icmpDataDestination"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_forwardFlow", {
            get: $util.oneOfGetter($oneOfFields = ["forwardFlow"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_returnFlow", {
            get: $util.oneOfGetter($oneOfFields = ["returnFlow"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_destinationRewritten", {
            get: $util.oneOfGetter($oneOfFields = ["destinationRewritten"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_neighbourTarget", {
            get: $util.oneOfGetter($oneOfFields = ["neighbourTarget"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Condition.prototype, "_foreignMac", {
            get: $util.oneOfGetter($oneOfFields = ["foreignMac"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Condition.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.invert != null && $Object.hasOwnProperty.call(message, "invert"))
                writer.uint32(8).bool(message.invert);
            if (message.not != null && message.not.length)
                for (let i = 0; i < message.not.length; ++i)
                    writer.uint32(18).string(message.not[i]);
            if (message.inPorts != null && message.inPorts.length)
                for (let i = 0; i < message.inPorts.length; ++i)
                    writer.uint32(26).string(message.inPorts[i]);
            if (message.outPorts != null && message.outPorts.length)
                for (let i = 0; i < message.outPorts.length; ++i)
                    writer.uint32(34).string(message.outPorts[i]);
            if (message.inPortGroup != null && $Object.hasOwnProperty.call(message, "inPortGroup"))
                writer.uint32(42).string(message.inPortGroup);
            if (message.outPortGroup != null && $Object.hasOwnProperty.call(message, "outPortGroup"))
                writer.uint32(50).string(message.outPortGroup);
            if (message.portGroup != null && $Object.hasOwnProperty.call(message, "portGroup"))
                writer.uint32(58).string(message.portGroup);
            if (message.srcAddressGroup != null && $Object.hasOwnProperty.call(message, "srcAddressGroup"))
                writer.uint32(66).string(message.srcAddressGroup);
            if (message.dstAddressGroup != null && $Object.hasOwnProperty.call(message, "dstAddressGroup"))
                writer.uint32(74).string(message.dstAddressGroup);
            if (message.etherType != null && $Object.hasOwnProperty.call(message, "etherType"))
                writer.uint32(80).uint32(message.etherType);
            if (message.srcMac != null && $Object.hasOwnProperty.call(message, "srcMac"))
                writer.uint32(90).string(message.srcMac);
            if (message.srcMacMask != null && $Object.hasOwnProperty.call(message, "srcMacMask"))
                writer.uint32(98).string(message.srcMacMask);
            if (message.dstMac != null && $Object.hasOwnProperty.call(message, "dstMac"))
                writer.uint32(106).string(message.dstMac);
            if (message.dstMacMask != null && $Object.hasOwnProperty.call(message, "dstMacMask"))
                writer.uint32(114).string(message.dstMacMask);
            if (message.noVlan != null && $Object.hasOwnProperty.call(message, "noVlan"))
                writer.uint32(120).bool(message.noVlan);
            if (message.vlan != null && $Object.hasOwnProperty.call(message, "vlan"))
                writer.uint32(128).uint32(message.vlan);
            if (message.tos != null && $Object.hasOwnProperty.call(message, "tos"))
                writer.uint32(136).uint32(message.tos);
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                writer.uint32(144).uint32(message.protocol);
            if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                writer.uint32(154).string(message.source);
            if (message.destination != null && $Object.hasOwnProperty.call(message, "destination"))
                writer.uint32(162).string(message.destination);
            if (message.sourcePorts != null && $Object.hasOwnProperty.call(message, "sourcePorts"))
                $root.edgelane.PortRange.encode(message.sourcePorts, writer.uint32(170).fork(), _depth + 1).ldelim();
            if (message.destinationPorts != null && $Object.hasOwnProperty.call(message, "destinationPorts"))
                $root.edgelane.PortRange.encode(message.destinationPorts, writer.uint32(178).fork(), _depth + 1).ldelim();
            if (message.fragments != null && $Object.hasOwnProperty.call(message, "fragments") && message.fragments !== 0)
                writer.uint32(184).int32(message.fragments);
            if (message.traversedDevice != null && $Object.hasOwnProperty.call(message, "traversedDevice"))
                writer.uint32(194).string(message.traversedDevice);
            if (message.icmpDataSource != null && $Object.hasOwnProperty.call(message, "icmpDataSource"))
                writer.uint32(202).string(message.icmpDataSource);
            if (message.icmpDataDestination != null && $Object.hasOwnProperty.call(message, "icmpDataDestination"))
                writer.uint32(210).string(message.icmpDataDestination);
            if (message.forwardFlow != null && $Object.hasOwnProperty.call(message, "forwardFlow"))
                writer.uint32(216).bool(message.forwardFlow);
            if (message.returnFlow != null && $Object.hasOwnProperty.call(message, "returnFlow"))
                writer.uint32(224).bool(message.returnFlow);
            if (message.destinationRewritten != null && $Object.hasOwnProperty.call(message, "destinationRewritten"))
                writer.uint32(232).bool(message.destinationRewritten);
            if (message.neighbourTarget != null && $Object.hasOwnProperty.call(message, "neighbourTarget"))
                writer.uint32(482).string(message.neighbourTarget);
            if (message.foreignMac != null && $Object.hasOwnProperty.call(message, "foreignMac"))
                writer.uint32(488).bool(message.foreignMac);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Condition.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Condition();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        message.invert = reader.bool();
                        message._invert = "invert";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.not && message.not.length))
                            message.not = [];
                        message.not.push(reader.stringVerify());
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.inPorts && message.inPorts.length))
                            message.inPorts = [];
                        message.inPorts.push(reader.stringVerify());
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.outPorts && message.outPorts.length))
                            message.outPorts = [];
                        message.outPorts.push(reader.stringVerify());
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.inPortGroup = reader.stringVerify();
                        message._inPortGroup = "inPortGroup";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.outPortGroup = reader.stringVerify();
                        message._outPortGroup = "outPortGroup";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.portGroup = reader.stringVerify();
                        message._portGroup = "portGroup";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.srcAddressGroup = reader.stringVerify();
                        message._srcAddressGroup = "srcAddressGroup";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.dstAddressGroup = reader.stringVerify();
                        message._dstAddressGroup = "dstAddressGroup";
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        message.etherType = reader.uint32();
                        message._etherType = "etherType";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.srcMac = reader.stringVerify();
                        message._srcMac = "srcMac";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.srcMacMask = reader.stringVerify();
                        message._srcMacMask = "srcMacMask";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.dstMac = reader.stringVerify();
                        message._dstMac = "dstMac";
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        message.dstMacMask = reader.stringVerify();
                        message._dstMacMask = "dstMacMask";
                        continue;
                    }
                case 15: {
                        if (wireType !== 0)
                            break;
                        message.noVlan = reader.bool();
                        message._noVlan = "noVlan";
                        continue;
                    }
                case 16: {
                        if (wireType !== 0)
                            break;
                        message.vlan = reader.uint32();
                        message._vlan = "vlan";
                        continue;
                    }
                case 17: {
                        if (wireType !== 0)
                            break;
                        message.tos = reader.uint32();
                        message._tos = "tos";
                        continue;
                    }
                case 18: {
                        if (wireType !== 0)
                            break;
                        message.protocol = reader.uint32();
                        message._protocol = "protocol";
                        continue;
                    }
                case 19: {
                        if (wireType !== 2)
                            break;
                        message.source = reader.stringVerify();
                        message._source = "source";
                        continue;
                    }
                case 20: {
                        if (wireType !== 2)
                            break;
                        message.destination = reader.stringVerify();
                        message._destination = "destination";
                        continue;
                    }
                case 21: {
                        if (wireType !== 2)
                            break;
                        message.sourcePorts = $root.edgelane.PortRange.decode(reader, reader.size(), $undefined, _depth + 1, message.sourcePorts);
                        continue;
                    }
                case 22: {
                        if (wireType !== 2)
                            break;
                        message.destinationPorts = $root.edgelane.PortRange.decode(reader, reader.size(), $undefined, _depth + 1, message.destinationPorts);
                        continue;
                    }
                case 23: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.fragments = value;
                        else
                            delete message.fragments;
                        continue;
                    }
                case 24: {
                        if (wireType !== 2)
                            break;
                        message.traversedDevice = reader.stringVerify();
                        message._traversedDevice = "traversedDevice";
                        continue;
                    }
                case 25: {
                        if (wireType !== 2)
                            break;
                        message.icmpDataSource = reader.stringVerify();
                        message._icmpDataSource = "icmpDataSource";
                        continue;
                    }
                case 26: {
                        if (wireType !== 2)
                            break;
                        message.icmpDataDestination = reader.stringVerify();
                        message._icmpDataDestination = "icmpDataDestination";
                        continue;
                    }
                case 27: {
                        if (wireType !== 0)
                            break;
                        message.forwardFlow = reader.bool();
                        message._forwardFlow = "forwardFlow";
                        continue;
                    }
                case 28: {
                        if (wireType !== 0)
                            break;
                        message.returnFlow = reader.bool();
                        message._returnFlow = "returnFlow";
                        continue;
                    }
                case 29: {
                        if (wireType !== 0)
                            break;
                        message.destinationRewritten = reader.bool();
                        message._destinationRewritten = "destinationRewritten";
                        continue;
                    }
                case 60: {
                        if (wireType !== 2)
                            break;
                        message.neighbourTarget = reader.stringVerify();
                        message._neighbourTarget = "neighbourTarget";
                        continue;
                    }
                case 61: {
                        if (wireType !== 0)
                            break;
                        message.foreignMac = reader.bool();
                        message._foreignMac = "foreignMac";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        Condition.Fragments = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "FRAGMENTS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "FRAGMENTS_ANY"] = 1;
            values[valuesById[2] = "FRAGMENTS_HEADER"] = 2;
            values[valuesById[3] = "FRAGMENTS_NONHEADER"] = 3;
            values[valuesById[4] = "FRAGMENTS_UNFRAGMENTED"] = 4;
            return values;
        })();

        return Condition;
    })();

    edgelane.PortRange = (function() {

        const PortRange = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        PortRange.prototype.first = 0;
        PortRange.prototype.last = 0;

        PortRange.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.first != null && $Object.hasOwnProperty.call(message, "first") && message.first !== 0)
                writer.uint32(8).uint32(message.first);
            if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== 0)
                writer.uint32(16).uint32(message.last);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        PortRange.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.PortRange();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.first = value;
                        else
                            delete message.first;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.last = value;
                        else
                            delete message.last;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return PortRange;
    })();

    edgelane.Mirror = (function() {

        const Mirror = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Mirror.prototype.id = "";
        Mirror.prototype.to = "";
        Mirror.prototype.match = null;

        Mirror.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.to != null && $Object.hasOwnProperty.call(message, "to") && message.to !== "")
                writer.uint32(18).string(message.to);
            if (message.match != null && $Object.hasOwnProperty.call(message, "match"))
                $root.edgelane.Condition.encode(message.match, writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Mirror.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Mirror();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.to = value;
                        else
                            delete message.to;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.match = $root.edgelane.Condition.decode(reader, reader.size(), $undefined, _depth + 1, message.match);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Mirror;
    })();

    edgelane.PortMirrors = (function() {

        const PortMirrors = function (properties) {
            this.preIn = [];
            this.postIn = [];
            this.preOut = [];
            this.postOut = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        PortMirrors.prototype.preIn = $util.emptyArray;
        PortMirrors.prototype.postIn = $util.emptyArray;
        PortMirrors.prototype.preOut = $util.emptyArray;
        PortMirrors.prototype.postOut = $util.emptyArray;

        PortMirrors.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.preIn != null && message.preIn.length)
                for (let i = 0; i < message.preIn.length; ++i)
                    writer.uint32(10).string(message.preIn[i]);
            if (message.postIn != null && message.postIn.length)
                for (let i = 0; i < message.postIn.length; ++i)
                    writer.uint32(18).string(message.postIn[i]);
            if (message.preOut != null && message.preOut.length)
                for (let i = 0; i < message.preOut.length; ++i)
                    writer.uint32(26).string(message.preOut[i]);
            if (message.postOut != null && message.postOut.length)
                for (let i = 0; i < message.postOut.length; ++i)
                    writer.uint32(34).string(message.postOut[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        PortMirrors.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.PortMirrors();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.preIn && message.preIn.length))
                            message.preIn = [];
                        message.preIn.push(reader.stringVerify());
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.postIn && message.postIn.length))
                            message.postIn = [];
                        message.postIn.push(reader.stringVerify());
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.preOut && message.preOut.length))
                            message.preOut = [];
                        message.preOut.push(reader.stringVerify());
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.postOut && message.postOut.length))
                            message.postOut = [];
                        message.postOut.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return PortMirrors;
    })();

    edgelane.L2Insertion = (function() {

        const L2Insertion = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        L2Insertion.prototype.id = "";
        L2Insertion.prototype.port = "";
        L2Insertion.prototype.servicePort = "";
        L2Insertion.prototype.vlan = 0;
        L2Insertion.prototype.position = null;
        L2Insertion.prototype.failOpen = null;
        L2Insertion.prototype.mac = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(L2Insertion.prototype, "_position", {
            get: $util.oneOfGetter($oneOfFields = ["position"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(L2Insertion.prototype, "_failOpen", {
            get: $util.oneOfGetter($oneOfFields = ["failOpen"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(L2Insertion.prototype, "_mac", {
            get: $util.oneOfGetter($oneOfFields = ["mac"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        L2Insertion.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== "")
                writer.uint32(18).string(message.port);
            if (message.servicePort != null && $Object.hasOwnProperty.call(message, "servicePort") && message.servicePort !== "")
                writer.uint32(26).string(message.servicePort);
            if (message.vlan != null && $Object.hasOwnProperty.call(message, "vlan") && message.vlan !== 0)
                writer.uint32(32).uint32(message.vlan);
            if (message.position != null && $Object.hasOwnProperty.call(message, "position"))
                writer.uint32(40).uint32(message.position);
            if (message.failOpen != null && $Object.hasOwnProperty.call(message, "failOpen"))
                writer.uint32(48).bool(message.failOpen);
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac"))
                writer.uint32(58).string(message.mac);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        L2Insertion.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.L2Insertion();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.port = value;
                        else
                            delete message.port;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.servicePort = value;
                        else
                            delete message.servicePort;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.vlan = value;
                        else
                            delete message.vlan;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.position = reader.uint32();
                        message._position = "position";
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.failOpen = reader.bool();
                        message._failOpen = "failOpen";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.mac = reader.stringVerify();
                        message._mac = "mac";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return L2Insertion;
    })();

    edgelane.Dhcp = (function() {

        const Dhcp = function (properties) {
            this.dnsServers = [];
            this.routes = [];
            this.options = [];
            this.hosts = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Dhcp.prototype.id = "";
        Dhcp.prototype.bridge = "";
        Dhcp.prototype.vlan = null;
        Dhcp.prototype.enabled = null;
        Dhcp.prototype.subnet = "";
        Dhcp.prototype.server = "";
        Dhcp.prototype.serverMac = null;
        Dhcp.prototype.gateway = null;
        Dhcp.prototype.dnsServers = $util.emptyArray;
        Dhcp.prototype.mtu = null;
        Dhcp.prototype.leaseTime = null;
        Dhcp.prototype.routes = $util.emptyArray;
        Dhcp.prototype.options = $util.emptyArray;
        Dhcp.prototype.hosts = $util.emptyArray;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp.prototype, "_vlan", {
            get: $util.oneOfGetter($oneOfFields = ["vlan"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp.prototype, "_enabled", {
            get: $util.oneOfGetter($oneOfFields = ["enabled"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp.prototype, "_serverMac", {
            get: $util.oneOfGetter($oneOfFields = ["serverMac"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp.prototype, "_gateway", {
            get: $util.oneOfGetter($oneOfFields = ["gateway"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp.prototype, "_mtu", {
            get: $util.oneOfGetter($oneOfFields = ["mtu"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp.prototype, "_leaseTime", {
            get: $util.oneOfGetter($oneOfFields = ["leaseTime"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Dhcp.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.bridge != null && $Object.hasOwnProperty.call(message, "bridge") && message.bridge !== "")
                writer.uint32(18).string(message.bridge);
            if (message.enabled != null && $Object.hasOwnProperty.call(message, "enabled"))
                writer.uint32(24).bool(message.enabled);
            if (message.subnet != null && $Object.hasOwnProperty.call(message, "subnet") && message.subnet !== "")
                writer.uint32(34).string(message.subnet);
            if (message.server != null && $Object.hasOwnProperty.call(message, "server") && message.server !== "")
                writer.uint32(42).string(message.server);
            if (message.serverMac != null && $Object.hasOwnProperty.call(message, "serverMac"))
                writer.uint32(50).string(message.serverMac);
            if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway"))
                writer.uint32(58).string(message.gateway);
            if (message.dnsServers != null && message.dnsServers.length)
                for (let i = 0; i < message.dnsServers.length; ++i)
                    writer.uint32(66).string(message.dnsServers[i]);
            if (message.mtu != null && $Object.hasOwnProperty.call(message, "mtu"))
                writer.uint32(72).uint32(message.mtu);
            if (message.leaseTime != null && $Object.hasOwnProperty.call(message, "leaseTime"))
                writer.uint32(80).uint32(message.leaseTime);
            if (message.routes != null && message.routes.length)
                for (let i = 0; i < message.routes.length; ++i)
                    $root.edgelane.DhcpRoute.encode(message.routes[i], writer.uint32(90).fork(), _depth + 1).ldelim();
            if (message.options != null && message.options.length)
                for (let i = 0; i < message.options.length; ++i)
                    $root.edgelane.DhcpOption.encode(message.options[i], writer.uint32(98).fork(), _depth + 1).ldelim();
            if (message.hosts != null && message.hosts.length)
                for (let i = 0; i < message.hosts.length; ++i)
                    $root.edgelane.DhcpHost.encode(message.hosts[i], writer.uint32(106).fork(), _depth + 1).ldelim();
            if (message.vlan != null && $Object.hasOwnProperty.call(message, "vlan"))
                writer.uint32(112).uint32(message.vlan);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Dhcp.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Dhcp();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.bridge = value;
                        else
                            delete message.bridge;
                        continue;
                    }
                case 14: {
                        if (wireType !== 0)
                            break;
                        message.vlan = reader.uint32();
                        message._vlan = "vlan";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.enabled = reader.bool();
                        message._enabled = "enabled";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.subnet = value;
                        else
                            delete message.subnet;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.server = value;
                        else
                            delete message.server;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.serverMac = reader.stringVerify();
                        message._serverMac = "serverMac";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.gateway = reader.stringVerify();
                        message._gateway = "gateway";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if (!(message.dnsServers && message.dnsServers.length))
                            message.dnsServers = [];
                        message.dnsServers.push(reader.stringVerify());
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        message.mtu = reader.uint32();
                        message._mtu = "mtu";
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        message.leaseTime = reader.uint32();
                        message._leaseTime = "leaseTime";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        if (!(message.routes && message.routes.length))
                            message.routes = [];
                        message.routes.push($root.edgelane.DhcpRoute.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        if (!(message.options && message.options.length))
                            message.options = [];
                        message.options.push($root.edgelane.DhcpOption.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        if (!(message.hosts && message.hosts.length))
                            message.hosts = [];
                        message.hosts.push($root.edgelane.DhcpHost.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Dhcp;
    })();

    edgelane.DhcpRoute = (function() {

        const DhcpRoute = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        DhcpRoute.prototype.destination = "";
        DhcpRoute.prototype.gateway = "";

        DhcpRoute.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.destination != null && $Object.hasOwnProperty.call(message, "destination") && message.destination !== "")
                writer.uint32(10).string(message.destination);
            if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway") && message.gateway !== "")
                writer.uint32(18).string(message.gateway);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        DhcpRoute.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.DhcpRoute();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.destination = value;
                        else
                            delete message.destination;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.gateway = value;
                        else
                            delete message.gateway;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return DhcpRoute;
    })();

    edgelane.DhcpOption = (function() {

        const DhcpOption = function (properties) {
            this.values = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        DhcpOption.prototype.option = "";
        DhcpOption.prototype.type = 0;
        DhcpOption.prototype.values = $util.emptyArray;

        DhcpOption.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.option != null && $Object.hasOwnProperty.call(message, "option") && message.option !== "")
                writer.uint32(10).string(message.option);
            if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                writer.uint32(16).int32(message.type);
            if (message.values != null && message.values.length)
                for (let i = 0; i < message.values.length; ++i)
                    writer.uint32(26).string(message.values[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        DhcpOption.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.DhcpOption();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.option = value;
                        else
                            delete message.option;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.type = value;
                        else
                            delete message.type;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.values && message.values.length))
                            message.values = [];
                        message.values.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        DhcpOption.Type = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "TYPE_ADDRESSES"] = 1;
            values[valuesById[2] = "TYPE_UINT8"] = 2;
            values[valuesById[3] = "TYPE_UINT16"] = 3;
            values[valuesById[4] = "TYPE_UINT32"] = 4;
            values[valuesById[5] = "TYPE_BOOL"] = 5;
            values[valuesById[6] = "TYPE_CIDRS"] = 6;
            values[valuesById[7] = "TYPE_ROUTES"] = 7;
            values[valuesById[8] = "TYPE_DOMAINS"] = 8;
            values[valuesById[9] = "TYPE_TEXT"] = 9;
            values[valuesById[10] = "TYPE_BYTES"] = 10;
            return values;
        })();

        return DhcpOption;
    })();

    edgelane.DhcpHost = (function() {

        const DhcpHost = function (properties) {
            this.options = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        DhcpHost.prototype.mac = "";
        DhcpHost.prototype.address = "";
        DhcpHost.prototype.name = null;
        DhcpHost.prototype.options = $util.emptyArray;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(DhcpHost.prototype, "_name", {
            get: $util.oneOfGetter($oneOfFields = ["name"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        DhcpHost.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac !== "")
                writer.uint32(10).string(message.mac);
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                writer.uint32(18).string(message.address);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                writer.uint32(26).string(message.name);
            if (message.options != null && message.options.length)
                for (let i = 0; i < message.options.length; ++i)
                    $root.edgelane.DhcpOption.encode(message.options[i], writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        DhcpHost.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.DhcpHost();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.mac = value;
                        else
                            delete message.mac;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.name = reader.stringVerify();
                        message._name = "name";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.options && message.options.length))
                            message.options = [];
                        message.options.push($root.edgelane.DhcpOption.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return DhcpHost;
    })();

    edgelane.Dhcp6 = (function() {

        const Dhcp6 = function (properties) {
            this.dnsServers = [];
            this.domainSearch = [];
            this.hosts = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Dhcp6.prototype.id = "";
        Dhcp6.prototype.bridge = "";
        Dhcp6.prototype.vlan = null;
        Dhcp6.prototype.enabled = null;
        Dhcp6.prototype.subnet = "";
        Dhcp6.prototype.serverMac = null;
        Dhcp6.prototype.preferredLifetime = null;
        Dhcp6.prototype.validLifetime = null;
        Dhcp6.prototype.dnsServers = $util.emptyArray;
        Dhcp6.prototype.domainSearch = $util.emptyArray;
        Dhcp6.prototype.rapidCommit = null;
        Dhcp6.prototype.hosts = $util.emptyArray;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp6.prototype, "_vlan", {
            get: $util.oneOfGetter($oneOfFields = ["vlan"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp6.prototype, "_enabled", {
            get: $util.oneOfGetter($oneOfFields = ["enabled"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp6.prototype, "_serverMac", {
            get: $util.oneOfGetter($oneOfFields = ["serverMac"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp6.prototype, "_preferredLifetime", {
            get: $util.oneOfGetter($oneOfFields = ["preferredLifetime"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp6.prototype, "_validLifetime", {
            get: $util.oneOfGetter($oneOfFields = ["validLifetime"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp6.prototype, "_rapidCommit", {
            get: $util.oneOfGetter($oneOfFields = ["rapidCommit"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Dhcp6.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.bridge != null && $Object.hasOwnProperty.call(message, "bridge") && message.bridge !== "")
                writer.uint32(18).string(message.bridge);
            if (message.enabled != null && $Object.hasOwnProperty.call(message, "enabled"))
                writer.uint32(24).bool(message.enabled);
            if (message.subnet != null && $Object.hasOwnProperty.call(message, "subnet") && message.subnet !== "")
                writer.uint32(34).string(message.subnet);
            if (message.serverMac != null && $Object.hasOwnProperty.call(message, "serverMac"))
                writer.uint32(42).string(message.serverMac);
            if (message.preferredLifetime != null && $Object.hasOwnProperty.call(message, "preferredLifetime"))
                writer.uint32(48).uint32(message.preferredLifetime);
            if (message.validLifetime != null && $Object.hasOwnProperty.call(message, "validLifetime"))
                writer.uint32(56).uint32(message.validLifetime);
            if (message.dnsServers != null && message.dnsServers.length)
                for (let i = 0; i < message.dnsServers.length; ++i)
                    writer.uint32(66).string(message.dnsServers[i]);
            if (message.domainSearch != null && message.domainSearch.length)
                for (let i = 0; i < message.domainSearch.length; ++i)
                    writer.uint32(74).string(message.domainSearch[i]);
            if (message.rapidCommit != null && $Object.hasOwnProperty.call(message, "rapidCommit"))
                writer.uint32(80).bool(message.rapidCommit);
            if (message.hosts != null && message.hosts.length)
                for (let i = 0; i < message.hosts.length; ++i)
                    $root.edgelane.Dhcp6Host.encode(message.hosts[i], writer.uint32(90).fork(), _depth + 1).ldelim();
            if (message.vlan != null && $Object.hasOwnProperty.call(message, "vlan"))
                writer.uint32(96).uint32(message.vlan);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Dhcp6.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Dhcp6();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.bridge = value;
                        else
                            delete message.bridge;
                        continue;
                    }
                case 12: {
                        if (wireType !== 0)
                            break;
                        message.vlan = reader.uint32();
                        message._vlan = "vlan";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.enabled = reader.bool();
                        message._enabled = "enabled";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.subnet = value;
                        else
                            delete message.subnet;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.serverMac = reader.stringVerify();
                        message._serverMac = "serverMac";
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.preferredLifetime = reader.uint32();
                        message._preferredLifetime = "preferredLifetime";
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.validLifetime = reader.uint32();
                        message._validLifetime = "validLifetime";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if (!(message.dnsServers && message.dnsServers.length))
                            message.dnsServers = [];
                        message.dnsServers.push(reader.stringVerify());
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if (!(message.domainSearch && message.domainSearch.length))
                            message.domainSearch = [];
                        message.domainSearch.push(reader.stringVerify());
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        message.rapidCommit = reader.bool();
                        message._rapidCommit = "rapidCommit";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        if (!(message.hosts && message.hosts.length))
                            message.hosts = [];
                        message.hosts.push($root.edgelane.Dhcp6Host.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Dhcp6;
    })();

    edgelane.Dhcp6Host = (function() {

        const Dhcp6Host = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Dhcp6Host.prototype.mac = null;
        Dhcp6Host.prototype.duid = null;
        Dhcp6Host.prototype.address = "";
        Dhcp6Host.prototype.name = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp6Host.prototype, "_mac", {
            get: $util.oneOfGetter($oneOfFields = ["mac"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp6Host.prototype, "_duid", {
            get: $util.oneOfGetter($oneOfFields = ["duid"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Dhcp6Host.prototype, "_name", {
            get: $util.oneOfGetter($oneOfFields = ["name"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Dhcp6Host.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac"))
                writer.uint32(10).string(message.mac);
            if (message.duid != null && $Object.hasOwnProperty.call(message, "duid"))
                writer.uint32(18).string(message.duid);
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                writer.uint32(26).string(message.address);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                writer.uint32(34).string(message.name);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Dhcp6Host.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Dhcp6Host();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.mac = reader.stringVerify();
                        message._mac = "mac";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.duid = reader.stringVerify();
                        message._duid = "duid";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.name = reader.stringVerify();
                        message._name = "name";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Dhcp6Host;
    })();

    edgelane.RouterAdvertisement = (function() {

        const RouterAdvertisement = function (properties) {
            this.dnsServers = [];
            this.domainSearch = [];
            this.routes = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RouterAdvertisement.prototype.managed = null;
        RouterAdvertisement.prototype.otherConfig = null;
        RouterAdvertisement.prototype.lifetime = null;
        RouterAdvertisement.prototype.hopLimit = null;
        RouterAdvertisement.prototype.mtu = null;
        RouterAdvertisement.prototype.reachableTime = null;
        RouterAdvertisement.prototype.retransTimer = null;
        RouterAdvertisement.prototype.preference = 0;
        RouterAdvertisement.prototype.prefixes = null;
        RouterAdvertisement.prototype.dnsServers = $util.emptyArray;
        RouterAdvertisement.prototype.domainSearch = $util.emptyArray;
        RouterAdvertisement.prototype.routes = $util.emptyArray;
        RouterAdvertisement.prototype.interval = null;
        RouterAdvertisement.prototype.routerMac = null;
        RouterAdvertisement.prototype.routerAddress = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RouterAdvertisement.prototype, "_managed", {
            get: $util.oneOfGetter($oneOfFields = ["managed"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RouterAdvertisement.prototype, "_otherConfig", {
            get: $util.oneOfGetter($oneOfFields = ["otherConfig"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RouterAdvertisement.prototype, "_lifetime", {
            get: $util.oneOfGetter($oneOfFields = ["lifetime"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RouterAdvertisement.prototype, "_hopLimit", {
            get: $util.oneOfGetter($oneOfFields = ["hopLimit"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RouterAdvertisement.prototype, "_mtu", {
            get: $util.oneOfGetter($oneOfFields = ["mtu"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RouterAdvertisement.prototype, "_reachableTime", {
            get: $util.oneOfGetter($oneOfFields = ["reachableTime"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RouterAdvertisement.prototype, "_retransTimer", {
            get: $util.oneOfGetter($oneOfFields = ["retransTimer"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RouterAdvertisement.prototype, "_interval", {
            get: $util.oneOfGetter($oneOfFields = ["interval"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RouterAdvertisement.prototype, "_routerMac", {
            get: $util.oneOfGetter($oneOfFields = ["routerMac"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RouterAdvertisement.prototype, "_routerAddress", {
            get: $util.oneOfGetter($oneOfFields = ["routerAddress"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        RouterAdvertisement.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.managed != null && $Object.hasOwnProperty.call(message, "managed"))
                writer.uint32(8).bool(message.managed);
            if (message.otherConfig != null && $Object.hasOwnProperty.call(message, "otherConfig"))
                writer.uint32(16).bool(message.otherConfig);
            if (message.lifetime != null && $Object.hasOwnProperty.call(message, "lifetime"))
                writer.uint32(24).uint32(message.lifetime);
            if (message.hopLimit != null && $Object.hasOwnProperty.call(message, "hopLimit"))
                writer.uint32(32).uint32(message.hopLimit);
            if (message.mtu != null && $Object.hasOwnProperty.call(message, "mtu"))
                writer.uint32(40).uint32(message.mtu);
            if (message.reachableTime != null && $Object.hasOwnProperty.call(message, "reachableTime"))
                writer.uint32(48).uint32(message.reachableTime);
            if (message.retransTimer != null && $Object.hasOwnProperty.call(message, "retransTimer"))
                writer.uint32(56).uint32(message.retransTimer);
            if (message.preference != null && $Object.hasOwnProperty.call(message, "preference") && message.preference !== 0)
                writer.uint32(64).int32(message.preference);
            if (message.prefixes != null && $Object.hasOwnProperty.call(message, "prefixes"))
                $root.edgelane.RouterAdvertisement.PrefixesList.encode(message.prefixes, writer.uint32(74).fork(), _depth + 1).ldelim();
            if (message.dnsServers != null && message.dnsServers.length)
                for (let i = 0; i < message.dnsServers.length; ++i)
                    writer.uint32(82).string(message.dnsServers[i]);
            if (message.domainSearch != null && message.domainSearch.length)
                for (let i = 0; i < message.domainSearch.length; ++i)
                    writer.uint32(90).string(message.domainSearch[i]);
            if (message.interval != null && $Object.hasOwnProperty.call(message, "interval"))
                writer.uint32(96).uint32(message.interval);
            if (message.routerMac != null && $Object.hasOwnProperty.call(message, "routerMac"))
                writer.uint32(106).string(message.routerMac);
            if (message.routerAddress != null && $Object.hasOwnProperty.call(message, "routerAddress"))
                writer.uint32(114).string(message.routerAddress);
            if (message.routes != null && message.routes.length)
                for (let i = 0; i < message.routes.length; ++i)
                    $root.edgelane.RaRoute.encode(message.routes[i], writer.uint32(122).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RouterAdvertisement.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.RouterAdvertisement();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        message.managed = reader.bool();
                        message._managed = "managed";
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.otherConfig = reader.bool();
                        message._otherConfig = "otherConfig";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.lifetime = reader.uint32();
                        message._lifetime = "lifetime";
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.hopLimit = reader.uint32();
                        message._hopLimit = "hopLimit";
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.mtu = reader.uint32();
                        message._mtu = "mtu";
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.reachableTime = reader.uint32();
                        message._reachableTime = "reachableTime";
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.retransTimer = reader.uint32();
                        message._retransTimer = "retransTimer";
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.preference = value;
                        else
                            delete message.preference;
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.prefixes = $root.edgelane.RouterAdvertisement.PrefixesList.decode(reader, reader.size(), $undefined, _depth + 1, message.prefixes);
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if (!(message.dnsServers && message.dnsServers.length))
                            message.dnsServers = [];
                        message.dnsServers.push(reader.stringVerify());
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        if (!(message.domainSearch && message.domainSearch.length))
                            message.domainSearch = [];
                        message.domainSearch.push(reader.stringVerify());
                        continue;
                    }
                case 15: {
                        if (wireType !== 2)
                            break;
                        if (!(message.routes && message.routes.length))
                            message.routes = [];
                        message.routes.push($root.edgelane.RaRoute.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 12: {
                        if (wireType !== 0)
                            break;
                        message.interval = reader.uint32();
                        message._interval = "interval";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.routerMac = reader.stringVerify();
                        message._routerMac = "routerMac";
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        message.routerAddress = reader.stringVerify();
                        message._routerAddress = "routerAddress";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        RouterAdvertisement.Preference = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PREFERENCE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "PREFERENCE_LOW"] = 1;
            values[valuesById[2] = "PREFERENCE_MEDIUM"] = 2;
            values[valuesById[3] = "PREFERENCE_HIGH"] = 3;
            return values;
        })();

        RouterAdvertisement.PrefixesList = (function() {

            const PrefixesList = function (properties) {
                this.items = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            PrefixesList.prototype.items = $util.emptyArray;

            PrefixesList.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.items != null && message.items.length)
                    for (let i = 0; i < message.items.length; ++i)
                        $root.edgelane.RaPrefix.encode(message.items[i], writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            PrefixesList.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.edgelane.RouterAdvertisement.PrefixesList();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.items && message.items.length))
                                message.items = [];
                            message.items.push($root.edgelane.RaPrefix.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PrefixesList;
        })();

        return RouterAdvertisement;
    })();

    edgelane.RaPrefix = (function() {

        const RaPrefix = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RaPrefix.prototype.prefix = "";
        RaPrefix.prototype.onLink = null;
        RaPrefix.prototype.autonomous = null;
        RaPrefix.prototype.validLifetime = null;
        RaPrefix.prototype.preferredLifetime = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RaPrefix.prototype, "_onLink", {
            get: $util.oneOfGetter($oneOfFields = ["onLink"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RaPrefix.prototype, "_autonomous", {
            get: $util.oneOfGetter($oneOfFields = ["autonomous"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RaPrefix.prototype, "_validLifetime", {
            get: $util.oneOfGetter($oneOfFields = ["validLifetime"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RaPrefix.prototype, "_preferredLifetime", {
            get: $util.oneOfGetter($oneOfFields = ["preferredLifetime"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        RaPrefix.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.prefix != null && $Object.hasOwnProperty.call(message, "prefix") && message.prefix !== "")
                writer.uint32(10).string(message.prefix);
            if (message.onLink != null && $Object.hasOwnProperty.call(message, "onLink"))
                writer.uint32(16).bool(message.onLink);
            if (message.autonomous != null && $Object.hasOwnProperty.call(message, "autonomous"))
                writer.uint32(24).bool(message.autonomous);
            if (message.validLifetime != null && $Object.hasOwnProperty.call(message, "validLifetime"))
                writer.uint32(32).uint32(message.validLifetime);
            if (message.preferredLifetime != null && $Object.hasOwnProperty.call(message, "preferredLifetime"))
                writer.uint32(40).uint32(message.preferredLifetime);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RaPrefix.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.RaPrefix();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.prefix = value;
                        else
                            delete message.prefix;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.onLink = reader.bool();
                        message._onLink = "onLink";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.autonomous = reader.bool();
                        message._autonomous = "autonomous";
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.validLifetime = reader.uint32();
                        message._validLifetime = "validLifetime";
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.preferredLifetime = reader.uint32();
                        message._preferredLifetime = "preferredLifetime";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RaPrefix;
    })();

    edgelane.RaRoute = (function() {

        const RaRoute = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RaRoute.prototype.prefix = "";
        RaRoute.prototype.preference = 0;
        RaRoute.prototype.lifetime = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RaRoute.prototype, "_lifetime", {
            get: $util.oneOfGetter($oneOfFields = ["lifetime"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        RaRoute.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.prefix != null && $Object.hasOwnProperty.call(message, "prefix") && message.prefix !== "")
                writer.uint32(10).string(message.prefix);
            if (message.preference != null && $Object.hasOwnProperty.call(message, "preference") && message.preference !== 0)
                writer.uint32(16).int32(message.preference);
            if (message.lifetime != null && $Object.hasOwnProperty.call(message, "lifetime"))
                writer.uint32(24).uint32(message.lifetime);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RaRoute.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.RaRoute();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.prefix = value;
                        else
                            delete message.prefix;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.preference = value;
                        else
                            delete message.preference;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.lifetime = reader.uint32();
                        message._lifetime = "lifetime";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        RaRoute.Preference = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PREFERENCE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "PREFERENCE_LOW"] = 1;
            values[valuesById[2] = "PREFERENCE_MEDIUM"] = 2;
            values[valuesById[3] = "PREFERENCE_HIGH"] = 3;
            return values;
        })();

        return RaRoute;
    })();

    edgelane.Metadata = (function() {

        const Metadata = function (properties) {
            this.guests = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Metadata.prototype.id = "";
        Metadata.prototype.port = "";
        Metadata.prototype.proxy = null;
        Metadata.prototype.proxy6 = null;
        Metadata.prototype.tcpPort = null;
        Metadata.prototype.sources = null;
        Metadata.prototype.sources6 = null;
        Metadata.prototype.guests = $util.emptyArray;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Metadata.prototype, "_proxy", {
            get: $util.oneOfGetter($oneOfFields = ["proxy"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Metadata.prototype, "_proxy6", {
            get: $util.oneOfGetter($oneOfFields = ["proxy6"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Metadata.prototype, "_tcpPort", {
            get: $util.oneOfGetter($oneOfFields = ["tcpPort"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Metadata.prototype, "_sources", {
            get: $util.oneOfGetter($oneOfFields = ["sources"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Metadata.prototype, "_sources6", {
            get: $util.oneOfGetter($oneOfFields = ["sources6"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Metadata.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== "")
                writer.uint32(18).string(message.port);
            if (message.proxy != null && $Object.hasOwnProperty.call(message, "proxy"))
                writer.uint32(26).string(message.proxy);
            if (message.proxy6 != null && $Object.hasOwnProperty.call(message, "proxy6"))
                writer.uint32(34).string(message.proxy6);
            if (message.tcpPort != null && $Object.hasOwnProperty.call(message, "tcpPort"))
                writer.uint32(40).uint32(message.tcpPort);
            if (message.sources != null && $Object.hasOwnProperty.call(message, "sources"))
                writer.uint32(50).string(message.sources);
            if (message.sources6 != null && $Object.hasOwnProperty.call(message, "sources6"))
                writer.uint32(58).string(message.sources6);
            if (message.guests != null && message.guests.length)
                for (let i = 0; i < message.guests.length; ++i)
                    $root.edgelane.MetadataGuest.encode(message.guests[i], writer.uint32(66).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Metadata.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Metadata();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.port = value;
                        else
                            delete message.port;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.proxy = reader.stringVerify();
                        message._proxy = "proxy";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.proxy6 = reader.stringVerify();
                        message._proxy6 = "proxy6";
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.tcpPort = reader.uint32();
                        message._tcpPort = "tcpPort";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.sources = reader.stringVerify();
                        message._sources = "sources";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.sources6 = reader.stringVerify();
                        message._sources6 = "sources6";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        if (!(message.guests && message.guests.length))
                            message.guests = [];
                        message.guests.push($root.edgelane.MetadataGuest.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Metadata;
    })();

    edgelane.MetadataGuest = (function() {

        const MetadataGuest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        MetadataGuest.prototype.port = "";
        MetadataGuest.prototype.mac = "";
        MetadataGuest.prototype.address = null;
        MetadataGuest.prototype.address6 = null;
        MetadataGuest.prototype.source = null;
        MetadataGuest.prototype.source6 = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(MetadataGuest.prototype, "_address", {
            get: $util.oneOfGetter($oneOfFields = ["address"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(MetadataGuest.prototype, "_address6", {
            get: $util.oneOfGetter($oneOfFields = ["address6"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(MetadataGuest.prototype, "_source", {
            get: $util.oneOfGetter($oneOfFields = ["source"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(MetadataGuest.prototype, "_source6", {
            get: $util.oneOfGetter($oneOfFields = ["source6"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        MetadataGuest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== "")
                writer.uint32(10).string(message.port);
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac !== "")
                writer.uint32(18).string(message.mac);
            if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                writer.uint32(26).string(message.address);
            if (message.address6 != null && $Object.hasOwnProperty.call(message, "address6"))
                writer.uint32(34).string(message.address6);
            if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                writer.uint32(42).string(message.source);
            if (message.source6 != null && $Object.hasOwnProperty.call(message, "source6"))
                writer.uint32(50).string(message.source6);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        MetadataGuest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.MetadataGuest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.port = value;
                        else
                            delete message.port;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.mac = value;
                        else
                            delete message.mac;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.address = reader.stringVerify();
                        message._address = "address";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.address6 = reader.stringVerify();
                        message._address6 = "address6";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.source = reader.stringVerify();
                        message._source = "source";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.source6 = reader.stringVerify();
                        message._source6 = "source6";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return MetadataGuest;
    })();

    edgelane.QosPolicy = (function() {

        const QosPolicy = function (properties) {
            this.rates = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        QosPolicy.prototype.id = "";
        QosPolicy.prototype.name = null;
        QosPolicy.prototype.rates = $util.emptyArray;
        QosPolicy.prototype.dscp = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(QosPolicy.prototype, "_name", {
            get: $util.oneOfGetter($oneOfFields = ["name"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(QosPolicy.prototype, "_dscp", {
            get: $util.oneOfGetter($oneOfFields = ["dscp"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        QosPolicy.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                writer.uint32(18).string(message.name);
            if (message.rates != null && message.rates.length)
                for (let i = 0; i < message.rates.length; ++i)
                    $root.edgelane.QosRate.encode(message.rates[i], writer.uint32(26).fork(), _depth + 1).ldelim();
            if (message.dscp != null && $Object.hasOwnProperty.call(message, "dscp"))
                writer.uint32(32).uint32(message.dscp);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        QosPolicy.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.QosPolicy();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.name = reader.stringVerify();
                        message._name = "name";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.rates && message.rates.length))
                            message.rates = [];
                        message.rates.push($root.edgelane.QosRate.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.dscp = reader.uint32();
                        message._dscp = "dscp";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return QosPolicy;
    })();

    edgelane.QosRate = (function() {

        const QosRate = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        QosRate.prototype.direction = 0;
        QosRate.prototype.kbps = null;
        QosRate.prototype.pps = null;
        QosRate.prototype.burst = null;
        QosRate.prototype.peak = null;
        QosRate.prototype.peakBurst = null;
        QosRate.prototype.yellowDscp = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(QosRate.prototype, "_kbps", {
            get: $util.oneOfGetter($oneOfFields = ["kbps"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(QosRate.prototype, "_pps", {
            get: $util.oneOfGetter($oneOfFields = ["pps"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(QosRate.prototype, "_burst", {
            get: $util.oneOfGetter($oneOfFields = ["burst"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(QosRate.prototype, "_peak", {
            get: $util.oneOfGetter($oneOfFields = ["peak"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(QosRate.prototype, "_peakBurst", {
            get: $util.oneOfGetter($oneOfFields = ["peakBurst"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(QosRate.prototype, "_yellowDscp", {
            get: $util.oneOfGetter($oneOfFields = ["yellowDscp"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        QosRate.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.direction != null && $Object.hasOwnProperty.call(message, "direction") && message.direction !== 0)
                writer.uint32(8).int32(message.direction);
            if (message.kbps != null && $Object.hasOwnProperty.call(message, "kbps"))
                writer.uint32(16).uint32(message.kbps);
            if (message.pps != null && $Object.hasOwnProperty.call(message, "pps"))
                writer.uint32(24).uint32(message.pps);
            if (message.burst != null && $Object.hasOwnProperty.call(message, "burst"))
                writer.uint32(32).uint32(message.burst);
            if (message.peak != null && $Object.hasOwnProperty.call(message, "peak"))
                writer.uint32(40).uint32(message.peak);
            if (message.peakBurst != null && $Object.hasOwnProperty.call(message, "peakBurst"))
                writer.uint32(48).uint32(message.peakBurst);
            if (message.yellowDscp != null && $Object.hasOwnProperty.call(message, "yellowDscp"))
                writer.uint32(56).uint32(message.yellowDscp);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        QosRate.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.QosRate();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.direction = value;
                        else
                            delete message.direction;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.kbps = reader.uint32();
                        message._kbps = "kbps";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.pps = reader.uint32();
                        message._pps = "pps";
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.burst = reader.uint32();
                        message._burst = "burst";
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.peak = reader.uint32();
                        message._peak = "peak";
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.peakBurst = reader.uint32();
                        message._peakBurst = "peakBurst";
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.yellowDscp = reader.uint32();
                        message._yellowDscp = "yellowDscp";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        QosRate.Direction = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "DIRECTION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "DIRECTION_IN"] = 1;
            values[valuesById[2] = "DIRECTION_OUT"] = 2;
            return values;
        })();

        return QosRate;
    })();

    edgelane.SecurityGroup = (function() {

        const SecurityGroup = function (properties) {
            this.rules = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SecurityGroup.prototype.id = "";
        SecurityGroup.prototype.name = null;
        SecurityGroup.prototype.stateless = null;
        SecurityGroup.prototype.rules = $util.emptyArray;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(SecurityGroup.prototype, "_name", {
            get: $util.oneOfGetter($oneOfFields = ["name"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(SecurityGroup.prototype, "_stateless", {
            get: $util.oneOfGetter($oneOfFields = ["stateless"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        SecurityGroup.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                writer.uint32(18).string(message.name);
            if (message.stateless != null && $Object.hasOwnProperty.call(message, "stateless"))
                writer.uint32(24).bool(message.stateless);
            if (message.rules != null && message.rules.length)
                for (let i = 0; i < message.rules.length; ++i)
                    $root.edgelane.SecurityRule.encode(message.rules[i], writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SecurityGroup.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.SecurityGroup();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.name = reader.stringVerify();
                        message._name = "name";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.stateless = reader.bool();
                        message._stateless = "stateless";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.rules && message.rules.length))
                            message.rules = [];
                        message.rules.push($root.edgelane.SecurityRule.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return SecurityGroup;
    })();

    edgelane.SecurityRule = (function() {

        const SecurityRule = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        SecurityRule.prototype.id = null;
        SecurityRule.prototype.direction = 0;
        SecurityRule.prototype.family = 0;
        SecurityRule.prototype.protocol = null;
        SecurityRule.prototype.ports = null;
        SecurityRule.prototype.remotePrefix = null;
        SecurityRule.prototype.remoteGroup = null;
        SecurityRule.prototype.replies = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(SecurityRule.prototype, "_id", {
            get: $util.oneOfGetter($oneOfFields = ["id"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(SecurityRule.prototype, "_protocol", {
            get: $util.oneOfGetter($oneOfFields = ["protocol"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(SecurityRule.prototype, "_remotePrefix", {
            get: $util.oneOfGetter($oneOfFields = ["remotePrefix"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(SecurityRule.prototype, "_remoteGroup", {
            get: $util.oneOfGetter($oneOfFields = ["remoteGroup"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(SecurityRule.prototype, "_replies", {
            get: $util.oneOfGetter($oneOfFields = ["replies"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        SecurityRule.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                writer.uint32(10).string(message.id);
            if (message.direction != null && $Object.hasOwnProperty.call(message, "direction") && message.direction !== 0)
                writer.uint32(16).int32(message.direction);
            if (message.family != null && $Object.hasOwnProperty.call(message, "family") && message.family !== 0)
                writer.uint32(24).int32(message.family);
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                writer.uint32(32).uint32(message.protocol);
            if (message.ports != null && $Object.hasOwnProperty.call(message, "ports"))
                $root.edgelane.PortRange.encode(message.ports, writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.remotePrefix != null && $Object.hasOwnProperty.call(message, "remotePrefix"))
                writer.uint32(50).string(message.remotePrefix);
            if (message.remoteGroup != null && $Object.hasOwnProperty.call(message, "remoteGroup"))
                writer.uint32(58).string(message.remoteGroup);
            if (message.replies != null && $Object.hasOwnProperty.call(message, "replies"))
                writer.uint32(64).bool(message.replies);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        SecurityRule.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.SecurityRule();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.id = reader.stringVerify();
                        message._id = "id";
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.direction = value;
                        else
                            delete message.direction;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.family = value;
                        else
                            delete message.family;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.protocol = reader.uint32();
                        message._protocol = "protocol";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.ports = $root.edgelane.PortRange.decode(reader, reader.size(), $undefined, _depth + 1, message.ports);
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.remotePrefix = reader.stringVerify();
                        message._remotePrefix = "remotePrefix";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.remoteGroup = reader.stringVerify();
                        message._remoteGroup = "remoteGroup";
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        message.replies = reader.bool();
                        message._replies = "replies";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        SecurityRule.Direction = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "DIRECTION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "DIRECTION_INGRESS"] = 1;
            values[valuesById[2] = "DIRECTION_EGRESS"] = 2;
            return values;
        })();

        SecurityRule.Family = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "FAMILY_UNSPECIFIED"] = 0;
            values[valuesById[1] = "FAMILY_IPV4"] = 1;
            values[valuesById[2] = "FAMILY_IPV6"] = 2;
            return values;
        })();

        return SecurityRule;
    })();

    edgelane.AntiSpoof = (function() {

        const AntiSpoof = function (properties) {
            this.pairs = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        AntiSpoof.prototype.pairs = $util.emptyArray;
        AntiSpoof.prototype.dhcpServer = null;
        AntiSpoof.prototype.router = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(AntiSpoof.prototype, "_dhcpServer", {
            get: $util.oneOfGetter($oneOfFields = ["dhcpServer"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(AntiSpoof.prototype, "_router", {
            get: $util.oneOfGetter($oneOfFields = ["router"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        AntiSpoof.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.pairs != null && message.pairs.length)
                for (let i = 0; i < message.pairs.length; ++i)
                    $root.edgelane.AddressPair.encode(message.pairs[i], writer.uint32(10).fork(), _depth + 1).ldelim();
            if (message.dhcpServer != null && $Object.hasOwnProperty.call(message, "dhcpServer"))
                writer.uint32(16).bool(message.dhcpServer);
            if (message.router != null && $Object.hasOwnProperty.call(message, "router"))
                writer.uint32(24).bool(message.router);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        AntiSpoof.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.AntiSpoof();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.pairs && message.pairs.length))
                            message.pairs = [];
                        message.pairs.push($root.edgelane.AddressPair.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.dhcpServer = reader.bool();
                        message._dhcpServer = "dhcpServer";
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.router = reader.bool();
                        message._router = "router";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return AntiSpoof;
    })();

    edgelane.AddressPair = (function() {

        const AddressPair = function (properties) {
            this.addresses = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        AddressPair.prototype.mac = "";
        AddressPair.prototype.addresses = $util.emptyArray;

        AddressPair.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac !== "")
                writer.uint32(10).string(message.mac);
            if (message.addresses != null && message.addresses.length)
                for (let i = 0; i < message.addresses.length; ++i)
                    writer.uint32(18).string(message.addresses[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        AddressPair.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.AddressPair();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.mac = value;
                        else
                            delete message.mac;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.addresses && message.addresses.length))
                            message.addresses = [];
                        message.addresses.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return AddressPair;
    })();

    edgelane.RuleLogger = (function() {

        const RuleLogger = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RuleLogger.prototype.id = "";
        RuleLogger.prototype.events = 0;
        RuleLogger.prototype.perSecond = null;
        RuleLogger.prototype.burst = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RuleLogger.prototype, "_perSecond", {
            get: $util.oneOfGetter($oneOfFields = ["perSecond"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RuleLogger.prototype, "_burst", {
            get: $util.oneOfGetter($oneOfFields = ["burst"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        RuleLogger.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(10).string(message.id);
            if (message.events != null && $Object.hasOwnProperty.call(message, "events") && message.events !== 0)
                writer.uint32(16).int32(message.events);
            if (message.perSecond != null && $Object.hasOwnProperty.call(message, "perSecond"))
                writer.uint32(24).uint32(message.perSecond);
            if (message.burst != null && $Object.hasOwnProperty.call(message, "burst"))
                writer.uint32(32).uint32(message.burst);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RuleLogger.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.RuleLogger();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.events = value;
                        else
                            delete message.events;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.perSecond = reader.uint32();
                        message._perSecond = "perSecond";
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.burst = reader.uint32();
                        message._burst = "burst";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        RuleLogger.Events = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "EVENTS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "EVENTS_ACCEPT"] = 1;
            values[valuesById[2] = "EVENTS_DROP"] = 2;
            values[valuesById[3] = "EVENTS_ALL"] = 3;
            return values;
        })();

        return RuleLogger;
    })();

    edgelane.Upcall = (function() {

        const Upcall = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Upcall.prototype.timeNs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        Upcall.prototype.port = 0;
        Upcall.prototype.queue = 0;
        Upcall.prototype.reason = 0;
        Upcall.prototype.length = 0;
        Upcall.prototype.key = $util.newBuffer([]);
        Upcall.prototype.data = $util.newBuffer([]);
        Upcall.prototype.flow = null;
        Upcall.prototype.innerOffset = null;
        Upcall.prototype.l3Offset = null;
        Upcall.prototype.l4Offset = null;
        Upcall.prototype.verdict = null;
        Upcall.prototype.arg = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Upcall.prototype, "_flow", {
            get: $util.oneOfGetter($oneOfFields = ["flow"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Upcall.prototype, "_innerOffset", {
            get: $util.oneOfGetter($oneOfFields = ["innerOffset"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Upcall.prototype, "_l3Offset", {
            get: $util.oneOfGetter($oneOfFields = ["l3Offset"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Upcall.prototype, "_l4Offset", {
            get: $util.oneOfGetter($oneOfFields = ["l4Offset"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(Upcall.prototype, "_arg", {
            get: $util.oneOfGetter($oneOfFields = ["arg"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        Upcall.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.timeNs != null && $Object.hasOwnProperty.call(message, "timeNs") && (typeof message.timeNs === "object" ? message.timeNs.low || message.timeNs.high : message.timeNs !== 0))
                writer.uint32(8).uint64(message.timeNs);
            if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== 0)
                writer.uint32(16).uint32(message.port);
            if (message.queue != null && $Object.hasOwnProperty.call(message, "queue") && message.queue !== 0)
                writer.uint32(24).uint32(message.queue);
            if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                writer.uint32(32).uint32(message.reason);
            if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                writer.uint32(40).uint32(message.length);
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                writer.uint32(50).bytes(message.key);
            if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                writer.uint32(58).bytes(message.data);
            if (message.flow != null && $Object.hasOwnProperty.call(message, "flow"))
                writer.uint32(64).uint32(message.flow);
            if (message.innerOffset != null && $Object.hasOwnProperty.call(message, "innerOffset"))
                writer.uint32(72).uint32(message.innerOffset);
            if (message.l3Offset != null && $Object.hasOwnProperty.call(message, "l3Offset"))
                writer.uint32(80).uint32(message.l3Offset);
            if (message.l4Offset != null && $Object.hasOwnProperty.call(message, "l4Offset"))
                writer.uint32(88).uint32(message.l4Offset);
            if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict"))
                $root.edgelane.UpcallVerdict.encode(message.verdict, writer.uint32(98).fork(), _depth + 1).ldelim();
            if (message.arg != null && $Object.hasOwnProperty.call(message, "arg"))
                writer.uint32(104).uint32(message.arg);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Upcall.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Upcall();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.timeNs = value;
                        else
                            delete message.timeNs;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.port = value;
                        else
                            delete message.port;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.queue = value;
                        else
                            delete message.queue;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.reason = value;
                        else
                            delete message.reason;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.length = value;
                        else
                            delete message.length;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.data = value;
                        else
                            delete message.data;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        message.flow = reader.uint32();
                        message._flow = "flow";
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        message.innerOffset = reader.uint32();
                        message._innerOffset = "innerOffset";
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        message.l3Offset = reader.uint32();
                        message._l3Offset = "l3Offset";
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        message.l4Offset = reader.uint32();
                        message._l4Offset = "l4Offset";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.verdict = $root.edgelane.UpcallVerdict.decode(reader, reader.size(), $undefined, _depth + 1, message.verdict);
                        continue;
                    }
                case 13: {
                        if (wireType !== 0)
                            break;
                        message.arg = reader.uint32();
                        message._arg = "arg";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Upcall;
    })();

    edgelane.UpcallVerdict = (function() {

        const UpcallVerdict = function (properties) {
            this.path = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        UpcallVerdict.prototype.result = 0;
        UpcallVerdict.prototype.dropReason = null;
        UpcallVerdict.prototype.mask = $util.newBuffer([]);
        UpcallVerdict.prototype.actions = $util.newBuffer([]);
        UpcallVerdict.prototype.path = $util.emptyArray;
        UpcallVerdict.prototype.revision = null;
        UpcallVerdict.prototype.did = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(UpcallVerdict.prototype, "_dropReason", {
            get: $util.oneOfGetter($oneOfFields = ["dropReason"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(UpcallVerdict.prototype, "_revision", {
            get: $util.oneOfGetter($oneOfFields = ["revision"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(UpcallVerdict.prototype, "_did", {
            get: $util.oneOfGetter($oneOfFields = ["did"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        UpcallVerdict.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.result != null && $Object.hasOwnProperty.call(message, "result") && message.result !== 0)
                writer.uint32(8).int32(message.result);
            if (message.dropReason != null && $Object.hasOwnProperty.call(message, "dropReason"))
                writer.uint32(16).uint32(message.dropReason);
            if (message.mask != null && $Object.hasOwnProperty.call(message, "mask") && message.mask.length)
                writer.uint32(26).bytes(message.mask);
            if (message.actions != null && $Object.hasOwnProperty.call(message, "actions") && message.actions.length)
                writer.uint32(34).bytes(message.actions);
            if (message.path != null && message.path.length)
                for (let i = 0; i < message.path.length; ++i)
                    $root.edgelane.PathStep.encode(message.path[i], writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                writer.uint32(50).string(message.revision);
            if (message.did != null && $Object.hasOwnProperty.call(message, "did"))
                writer.uint32(58).string(message.did);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        UpcallVerdict.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.UpcallVerdict();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.int32())
                            message.result = value;
                        else
                            delete message.result;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.dropReason = reader.uint32();
                        message._dropReason = "dropReason";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.mask = value;
                        else
                            delete message.mask;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.actions = value;
                        else
                            delete message.actions;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.path && message.path.length))
                            message.path = [];
                        message.path.push($root.edgelane.PathStep.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.revision = reader.stringVerify();
                        message._revision = "revision";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.did = reader.stringVerify();
                        message._did = "did";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        UpcallVerdict.Result = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "RESULT_UNSPECIFIED"] = 0;
            values[valuesById[1] = "RESULT_FLOW"] = 1;
            values[valuesById[2] = "RESULT_DROP"] = 2;
            values[valuesById[3] = "RESULT_ONCE"] = 3;
            values[valuesById[4] = "RESULT_CONSUMED"] = 4;
            values[valuesById[5] = "RESULT_WAIT"] = 5;
            return values;
        })();

        return UpcallVerdict;
    })();

    edgelane.PathStep = (function() {

        const PathStep = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        PathStep.prototype.step = "";
        PathStep.prototype.id = "";
        PathStep.prototype.detail = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(PathStep.prototype, "_detail", {
            get: $util.oneOfGetter($oneOfFields = ["detail"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        PathStep.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== "")
                writer.uint32(10).string(message.step);
            if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                writer.uint32(18).string(message.id);
            if (message.detail != null && $Object.hasOwnProperty.call(message, "detail"))
                writer.uint32(26).string(message.detail);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        PathStep.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.PathStep();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.step = value;
                        else
                            delete message.step;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.id = value;
                        else
                            delete message.id;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.detail = reader.stringVerify();
                        message._detail = "detail";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return PathStep;
    })();

    edgelane.Recording = (function() {

        const Recording = function (properties) {
            this.ports = [];
            this.underlay = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Recording.prototype.version = 0;
        Recording.prototype.host = "";
        Recording.prototype.revision = "";
        Recording.prototype.maxDevices = 0;
        Recording.prototype.ports = $util.emptyArray;
        Recording.prototype.underlay = $util.emptyArray;
        Recording.prototype.state = null;

        Recording.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(8).uint32(message.version);
            if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                writer.uint32(18).string(message.host);
            if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && message.revision !== "")
                writer.uint32(26).string(message.revision);
            if (message.maxDevices != null && $Object.hasOwnProperty.call(message, "maxDevices") && message.maxDevices !== 0)
                writer.uint32(32).uint32(message.maxDevices);
            if (message.ports != null && message.ports.length)
                for (let i = 0; i < message.ports.length; ++i)
                    writer.uint32(42).string(message.ports[i]);
            if (message.underlay != null && message.underlay.length)
                for (let i = 0; i < message.underlay.length; ++i)
                    $root.edgelane.RecordedLeg.encode(message.underlay[i], writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                $root.edgelane.State.encode(message.state, writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Recording.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.Recording();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.host = value;
                        else
                            delete message.host;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.revision = value;
                        else
                            delete message.revision;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.maxDevices = value;
                        else
                            delete message.maxDevices;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.ports && message.ports.length))
                            message.ports = [];
                        message.ports.push(reader.stringVerify());
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.underlay && message.underlay.length))
                            message.underlay = [];
                        message.underlay.push($root.edgelane.RecordedLeg.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.state = $root.edgelane.State.decode(reader, reader.size(), $undefined, _depth + 1, message.state);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return Recording;
    })();

    edgelane.RecordedLeg = (function() {

        const RecordedLeg = function (properties) {
            this.addresses = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        RecordedLeg.prototype.port = 0;
        RecordedLeg.prototype.vlan = 0;
        RecordedLeg.prototype.mac = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        RecordedLeg.prototype.addresses = $util.emptyArray;
        RecordedLeg.prototype.mtu = null;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(RecordedLeg.prototype, "_mtu", {
            get: $util.oneOfGetter($oneOfFields = ["mtu"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        RecordedLeg.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== 0)
                writer.uint32(8).uint32(message.port);
            if (message.vlan != null && $Object.hasOwnProperty.call(message, "vlan") && message.vlan !== 0)
                writer.uint32(16).uint32(message.vlan);
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && (typeof message.mac === "object" ? message.mac.low || message.mac.high : message.mac !== 0))
                writer.uint32(24).uint64(message.mac);
            if (message.addresses != null && message.addresses.length)
                for (let i = 0; i < message.addresses.length; ++i)
                    writer.uint32(34).string(message.addresses[i]);
            if (message.mtu != null && $Object.hasOwnProperty.call(message, "mtu"))
                writer.uint32(40).uint32(message.mtu);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        RecordedLeg.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.RecordedLeg();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.port = value;
                        else
                            delete message.port;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.vlan = value;
                        else
                            delete message.vlan;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.mac = value;
                        else
                            delete message.mac;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.addresses && message.addresses.length))
                            message.addresses = [];
                        message.addresses.push(reader.stringVerify());
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.mtu = reader.uint32();
                        message._mtu = "mtu";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return RecordedLeg;
    })();

    edgelane.State = (function() {

        const State = function (properties) {
            this.stations = [];
            this.neighbours = [];
            this.bridgeNeighbours = [];
            this.pathMtus = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        State.prototype.version = 0;
        State.prototype.host = "";
        State.prototype.savedMs = null;
        State.prototype.stations = $util.emptyArray;
        State.prototype.neighbours = $util.emptyArray;
        State.prototype.bridgeNeighbours = $util.emptyArray;
        State.prototype.pathMtus = $util.emptyArray;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(State.prototype, "_savedMs", {
            get: $util.oneOfGetter($oneOfFields = ["savedMs"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        State.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(8).uint32(message.version);
            if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                writer.uint32(18).string(message.host);
            if (message.savedMs != null && $Object.hasOwnProperty.call(message, "savedMs"))
                writer.uint32(24).uint64(message.savedMs);
            if (message.stations != null && message.stations.length)
                for (let i = 0; i < message.stations.length; ++i)
                    $root.edgelane.StationEntry.encode(message.stations[i], writer.uint32(34).fork(), _depth + 1).ldelim();
            if (message.neighbours != null && message.neighbours.length)
                for (let i = 0; i < message.neighbours.length; ++i)
                    $root.edgelane.NeighbourEntry.encode(message.neighbours[i], writer.uint32(42).fork(), _depth + 1).ldelim();
            if (message.bridgeNeighbours != null && message.bridgeNeighbours.length)
                for (let i = 0; i < message.bridgeNeighbours.length; ++i)
                    $root.edgelane.BridgeNeighbourEntry.encode(message.bridgeNeighbours[i], writer.uint32(50).fork(), _depth + 1).ldelim();
            if (message.pathMtus != null && message.pathMtus.length)
                for (let i = 0; i < message.pathMtus.length; ++i)
                    $root.edgelane.PathMtuEntry.encode(message.pathMtus[i], writer.uint32(58).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        State.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.State();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.host = value;
                        else
                            delete message.host;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.savedMs = reader.uint64();
                        message._savedMs = "savedMs";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.stations && message.stations.length))
                            message.stations = [];
                        message.stations.push($root.edgelane.StationEntry.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.neighbours && message.neighbours.length))
                            message.neighbours = [];
                        message.neighbours.push($root.edgelane.NeighbourEntry.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.bridgeNeighbours && message.bridgeNeighbours.length))
                            message.bridgeNeighbours = [];
                        message.bridgeNeighbours.push($root.edgelane.BridgeNeighbourEntry.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.pathMtus && message.pathMtus.length))
                            message.pathMtus = [];
                        message.pathMtus.push($root.edgelane.PathMtuEntry.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return State;
    })();

    edgelane.StationEntry = (function() {

        const StationEntry = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        StationEntry.prototype.bridge = "";
        StationEntry.prototype.vlan = 0;
        StationEntry.prototype.mac = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        StationEntry.prototype.where = "";
        StationEntry.prototype.seenMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        StationEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.bridge != null && $Object.hasOwnProperty.call(message, "bridge") && message.bridge !== "")
                writer.uint32(10).string(message.bridge);
            if (message.vlan != null && $Object.hasOwnProperty.call(message, "vlan") && message.vlan !== 0)
                writer.uint32(16).uint32(message.vlan);
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && (typeof message.mac === "object" ? message.mac.low || message.mac.high : message.mac !== 0))
                writer.uint32(24).uint64(message.mac);
            if (message.where != null && $Object.hasOwnProperty.call(message, "where") && message.where !== "")
                writer.uint32(34).string(message.where);
            if (message.seenMs != null && $Object.hasOwnProperty.call(message, "seenMs") && (typeof message.seenMs === "object" ? message.seenMs.low || message.seenMs.high : message.seenMs !== 0))
                writer.uint32(72).uint64(message.seenMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        StationEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.StationEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.bridge = value;
                        else
                            delete message.bridge;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.vlan = value;
                        else
                            delete message.vlan;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.mac = value;
                        else
                            delete message.mac;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.where = value;
                        else
                            delete message.where;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.seenMs = value;
                        else
                            delete message.seenMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return StationEntry;
    })();

    edgelane.NeighbourEntry = (function() {

        const NeighbourEntry = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        NeighbourEntry.prototype.port = "";
        NeighbourEntry.prototype.address = "";
        NeighbourEntry.prototype.mac = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        NeighbourEntry.prototype.seenMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        NeighbourEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== "")
                writer.uint32(10).string(message.port);
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                writer.uint32(18).string(message.address);
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && (typeof message.mac === "object" ? message.mac.low || message.mac.high : message.mac !== 0))
                writer.uint32(24).uint64(message.mac);
            if (message.seenMs != null && $Object.hasOwnProperty.call(message, "seenMs") && (typeof message.seenMs === "object" ? message.seenMs.low || message.seenMs.high : message.seenMs !== 0))
                writer.uint32(72).uint64(message.seenMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        NeighbourEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.NeighbourEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.port = value;
                        else
                            delete message.port;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.mac = value;
                        else
                            delete message.mac;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.seenMs = value;
                        else
                            delete message.seenMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return NeighbourEntry;
    })();

    edgelane.BridgeNeighbourEntry = (function() {

        const BridgeNeighbourEntry = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        BridgeNeighbourEntry.prototype.bridge = "";
        BridgeNeighbourEntry.prototype.address = "";
        BridgeNeighbourEntry.prototype.mac = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
        BridgeNeighbourEntry.prototype.vlan = null;
        BridgeNeighbourEntry.prototype.seenMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        let $oneOfFields;

        // Virtual OneOf for proto3 optional field
        $Object.defineProperty(BridgeNeighbourEntry.prototype, "_vlan", {
            get: $util.oneOfGetter($oneOfFields = ["vlan"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        BridgeNeighbourEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.bridge != null && $Object.hasOwnProperty.call(message, "bridge") && message.bridge !== "")
                writer.uint32(10).string(message.bridge);
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                writer.uint32(18).string(message.address);
            if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && (typeof message.mac === "object" ? message.mac.low || message.mac.high : message.mac !== 0))
                writer.uint32(24).uint64(message.mac);
            if (message.vlan != null && $Object.hasOwnProperty.call(message, "vlan"))
                writer.uint32(32).uint32(message.vlan);
            if (message.seenMs != null && $Object.hasOwnProperty.call(message, "seenMs") && (typeof message.seenMs === "object" ? message.seenMs.low || message.seenMs.high : message.seenMs !== 0))
                writer.uint32(72).uint64(message.seenMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        BridgeNeighbourEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.BridgeNeighbourEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.bridge = value;
                        else
                            delete message.bridge;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.mac = value;
                        else
                            delete message.mac;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.vlan = reader.uint32();
                        message._vlan = "vlan";
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.seenMs = value;
                        else
                            delete message.seenMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return BridgeNeighbourEntry;
    })();

    edgelane.PathMtuEntry = (function() {

        const PathMtuEntry = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        PathMtuEntry.prototype.remote = "";
        PathMtuEntry.prototype.mtu = 0;
        PathMtuEntry.prototype.seenMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        PathMtuEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.remote != null && $Object.hasOwnProperty.call(message, "remote") && message.remote !== "")
                writer.uint32(10).string(message.remote);
            if (message.mtu != null && $Object.hasOwnProperty.call(message, "mtu") && message.mtu !== 0)
                writer.uint32(16).uint32(message.mtu);
            if (message.seenMs != null && $Object.hasOwnProperty.call(message, "seenMs") && (typeof message.seenMs === "object" ? message.seenMs.low || message.seenMs.high : message.seenMs !== 0))
                writer.uint32(72).uint64(message.seenMs);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        PathMtuEntry.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.edgelane.PathMtuEntry();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.remote = value;
                        else
                            delete message.remote;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.mtu = value;
                        else
                            delete message.mtu;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.seenMs = value;
                        else
                            delete message.seenMs;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return PathMtuEntry;
    })();

    return edgelane;
})();

export {
  $root as default
};
