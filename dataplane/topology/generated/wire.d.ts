import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace edgelane. */
export namespace edgelane {

    /**
     * Properties of a Topology.
     * @deprecated Use edgelane.Topology.$Properties instead.
     */
    interface ITopology extends edgelane.Topology.$Properties {
    }

    /** Represents a Topology. */
    class Topology {

        /**
         * Constructs a new Topology.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Topology.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Topology version. */
        version: number;

        /** Topology name. */
        name?: (string|null);

        /** Topology hosts. */
        hosts: edgelane.Host.$Properties[];

        /** Topology tunnelZones. */
        tunnelZones: edgelane.TunnelZone.$Properties[];

        /** Topology bridges. */
        bridges: edgelane.Bridge.$Properties[];

        /** Topology routers. */
        routers: edgelane.Router.$Properties[];

        /** Topology ports. */
        ports: edgelane.Port.$Properties[];

        /** Topology chains. */
        chains: edgelane.Chain.$Properties[];

        /** Topology ipAddressGroups. */
        ipAddressGroups: edgelane.IpAddressGroup.$Properties[];

        /** Topology portGroups. */
        portGroups: edgelane.PortGroup.$Properties[];

        /** Topology l2Gateways. */
        l2Gateways: edgelane.L2Gateway.$Properties[];

        /** Topology mirrors. */
        mirrors: edgelane.Mirror.$Properties[];

        /** Topology l2Insertions. */
        l2Insertions: edgelane.L2Insertion.$Properties[];

        /** Topology dhcp. */
        dhcp: edgelane.Dhcp.$Properties[];

        /** Topology dhcp6. */
        dhcp6: edgelane.Dhcp6.$Properties[];

        /** Topology metadata. */
        metadata: edgelane.Metadata.$Properties[];

        /** Topology qosPolicies. */
        qosPolicies: edgelane.QosPolicy.$Properties[];

        /** Topology securityGroups. */
        securityGroups: edgelane.SecurityGroup.$Properties[];

        /** Topology ruleLoggers. */
        ruleLoggers: edgelane.RuleLogger.$Properties[];

        /**
         * Encodes the specified Topology message. Does not implicitly {@link edgelane.Topology.verify|verify} messages.
         * @param message Topology message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Topology.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Topology message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Topology & edgelane.Topology.$Shape} Topology
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Topology & edgelane.Topology.$Shape;
    }

    namespace Topology {

        /** Properties of a Topology. */
        interface $Properties {

            /** Topology version */
            version?: (number|null);

            /** Topology name */
            name?: (string|null);

            /** Topology hosts */
            hosts?: (edgelane.Host.$Properties[]|null);

            /** Topology tunnelZones */
            tunnelZones?: (edgelane.TunnelZone.$Properties[]|null);

            /** Topology bridges */
            bridges?: (edgelane.Bridge.$Properties[]|null);

            /** Topology routers */
            routers?: (edgelane.Router.$Properties[]|null);

            /** Topology ports */
            ports?: (edgelane.Port.$Properties[]|null);

            /** Topology chains */
            chains?: (edgelane.Chain.$Properties[]|null);

            /** Topology ipAddressGroups */
            ipAddressGroups?: (edgelane.IpAddressGroup.$Properties[]|null);

            /** Topology portGroups */
            portGroups?: (edgelane.PortGroup.$Properties[]|null);

            /** Topology l2Gateways */
            l2Gateways?: (edgelane.L2Gateway.$Properties[]|null);

            /** Topology mirrors */
            mirrors?: (edgelane.Mirror.$Properties[]|null);

            /** Topology l2Insertions */
            l2Insertions?: (edgelane.L2Insertion.$Properties[]|null);

            /** Topology dhcp */
            dhcp?: (edgelane.Dhcp.$Properties[]|null);

            /** Topology dhcp6 */
            dhcp6?: (edgelane.Dhcp6.$Properties[]|null);

            /** Topology metadata */
            metadata?: (edgelane.Metadata.$Properties[]|null);

            /** Topology qosPolicies */
            qosPolicies?: (edgelane.QosPolicy.$Properties[]|null);

            /** Topology securityGroups */
            securityGroups?: (edgelane.SecurityGroup.$Properties[]|null);

            /** Topology ruleLoggers */
            ruleLoggers?: (edgelane.RuleLogger.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Topology. */
        type $Shape = edgelane.Topology.$Properties;
    }

    /**
     * Properties of a L2Gateway.
     * @deprecated Use edgelane.L2Gateway.$Properties instead.
     */
    interface IL2Gateway extends edgelane.L2Gateway.$Properties {
    }

    /** Represents a L2Gateway. */
    class L2Gateway {

        /**
         * Constructs a new L2Gateway.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.L2Gateway.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** L2Gateway id. */
        id: string;

        /** L2Gateway ports. */
        ports: string[];

        /** L2Gateway holdSeconds. */
        holdSeconds?: (number|null);

        /**
         * Encodes the specified L2Gateway message. Does not implicitly {@link edgelane.L2Gateway.verify|verify} messages.
         * @param message L2Gateway message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.L2Gateway.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a L2Gateway message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.L2Gateway & edgelane.L2Gateway.$Shape} L2Gateway
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.L2Gateway & edgelane.L2Gateway.$Shape;
    }

    namespace L2Gateway {

        /** Properties of a L2Gateway. */
        interface $Properties {

            /** L2Gateway id */
            id?: (string|null);

            /** L2Gateway ports */
            ports?: (string[]|null);

            /** L2Gateway holdSeconds */
            holdSeconds?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a L2Gateway. */
        type $Shape = edgelane.L2Gateway.$Properties;
    }

    /**
     * Properties of a Host.
     * @deprecated Use edgelane.Host.$Properties instead.
     */
    interface IHost extends edgelane.Host.$Properties {
    }

    /** Represents a Host. */
    class Host {

        /**
         * Constructs a new Host.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Host.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Host id. */
        id: string;

        /** Host name. */
        name?: (string|null);

        /**
         * Encodes the specified Host message. Does not implicitly {@link edgelane.Host.verify|verify} messages.
         * @param message Host message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Host.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Host message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Host & edgelane.Host.$Shape} Host
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Host & edgelane.Host.$Shape;
    }

    namespace Host {

        /** Properties of a Host. */
        interface $Properties {

            /** Host id */
            id?: (string|null);

            /** Host name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Host. */
        type $Shape = edgelane.Host.$Properties;
    }

    /**
     * Properties of a TunnelZone.
     * @deprecated Use edgelane.TunnelZone.$Properties instead.
     */
    interface ITunnelZone extends edgelane.TunnelZone.$Properties {
    }

    /** Represents a TunnelZone. */
    class TunnelZone {

        /**
         * Constructs a new TunnelZone.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.TunnelZone.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TunnelZone id. */
        id: string;

        /** TunnelZone type. */
        type: edgelane.TunnelZone.Type;

        /** TunnelZone udpPort. */
        udpPort?: (number|null);

        /** TunnelZone hosts. */
        hosts: edgelane.TunnelZoneHost.$Properties[];

        /**
         * Encodes the specified TunnelZone message. Does not implicitly {@link edgelane.TunnelZone.verify|verify} messages.
         * @param message TunnelZone message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.TunnelZone.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TunnelZone message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.TunnelZone & edgelane.TunnelZone.$Shape} TunnelZone
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.TunnelZone & edgelane.TunnelZone.$Shape;
    }

    namespace TunnelZone {

        /** Properties of a TunnelZone. */
        interface $Properties {

            /** TunnelZone id */
            id?: (string|null);

            /** TunnelZone type */
            type?: (edgelane.TunnelZone.Type|null);

            /** TunnelZone udpPort */
            udpPort?: (number|null);

            /** TunnelZone hosts */
            hosts?: (edgelane.TunnelZoneHost.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TunnelZone. */
        type $Shape = edgelane.TunnelZone.$Properties;

        /** Type enum. */
        enum Type {

            /** TYPE_UNSPECIFIED value */
            TYPE_UNSPECIFIED = 0,

            /** TYPE_VXLAN value */
            TYPE_VXLAN = 1,

            /** TYPE_GRE value */
            TYPE_GRE = 2
        }
    }

    /**
     * Properties of a TunnelZoneHost.
     * @deprecated Use edgelane.TunnelZoneHost.$Properties instead.
     */
    interface ITunnelZoneHost extends edgelane.TunnelZoneHost.$Properties {
    }

    /** Represents a TunnelZoneHost. */
    class TunnelZoneHost {

        /**
         * Constructs a new TunnelZoneHost.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.TunnelZoneHost.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TunnelZoneHost host. */
        host: string;

        /** TunnelZoneHost address. */
        address: string;

        /**
         * Encodes the specified TunnelZoneHost message. Does not implicitly {@link edgelane.TunnelZoneHost.verify|verify} messages.
         * @param message TunnelZoneHost message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.TunnelZoneHost.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TunnelZoneHost message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.TunnelZoneHost & edgelane.TunnelZoneHost.$Shape} TunnelZoneHost
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.TunnelZoneHost & edgelane.TunnelZoneHost.$Shape;
    }

    namespace TunnelZoneHost {

        /** Properties of a TunnelZoneHost. */
        interface $Properties {

            /** TunnelZoneHost host */
            host?: (string|null);

            /** TunnelZoneHost address */
            address?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TunnelZoneHost. */
        type $Shape = edgelane.TunnelZoneHost.$Properties;
    }

    /**
     * Properties of an IpAddressGroup.
     * @deprecated Use edgelane.IpAddressGroup.$Properties instead.
     */
    interface IIpAddressGroup extends edgelane.IpAddressGroup.$Properties {
    }

    /** Represents an IpAddressGroup. */
    class IpAddressGroup {

        /**
         * Constructs a new IpAddressGroup.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.IpAddressGroup.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** IpAddressGroup id. */
        id: string;

        /** IpAddressGroup addresses. */
        addresses: string[];

        /**
         * Encodes the specified IpAddressGroup message. Does not implicitly {@link edgelane.IpAddressGroup.verify|verify} messages.
         * @param message IpAddressGroup message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.IpAddressGroup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an IpAddressGroup message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.IpAddressGroup & edgelane.IpAddressGroup.$Shape} IpAddressGroup
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.IpAddressGroup & edgelane.IpAddressGroup.$Shape;
    }

    namespace IpAddressGroup {

        /** Properties of an IpAddressGroup. */
        interface $Properties {

            /** IpAddressGroup id */
            id?: (string|null);

            /** IpAddressGroup addresses */
            addresses?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an IpAddressGroup. */
        type $Shape = edgelane.IpAddressGroup.$Properties;
    }

    /**
     * Properties of a PortGroup.
     * @deprecated Use edgelane.PortGroup.$Properties instead.
     */
    interface IPortGroup extends edgelane.PortGroup.$Properties {
    }

    /** Represents a PortGroup. */
    class PortGroup {

        /**
         * Constructs a new PortGroup.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.PortGroup.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PortGroup id. */
        id: string;

        /** PortGroup ports. */
        ports: string[];

        /**
         * Encodes the specified PortGroup message. Does not implicitly {@link edgelane.PortGroup.verify|verify} messages.
         * @param message PortGroup message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.PortGroup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PortGroup message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.PortGroup & edgelane.PortGroup.$Shape} PortGroup
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.PortGroup & edgelane.PortGroup.$Shape;
    }

    namespace PortGroup {

        /** Properties of a PortGroup. */
        interface $Properties {

            /** PortGroup id */
            id?: (string|null);

            /** PortGroup ports */
            ports?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PortGroup. */
        type $Shape = edgelane.PortGroup.$Properties;
    }

    /**
     * Properties of a Bridge.
     * @deprecated Use edgelane.Bridge.$Properties instead.
     */
    interface IBridge extends edgelane.Bridge.$Properties {
    }

    /** Represents a Bridge. */
    class Bridge {

        /**
         * Constructs a new Bridge.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Bridge.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Bridge id. */
        id: string;

        /** Bridge name. */
        name?: (string|null);

        /** Bridge adminUp. */
        adminUp?: (boolean|null);

        /** Bridge inboundChain. */
        inboundChain?: (string|null);

        /** Bridge outboundChain. */
        outboundChain?: (string|null);

        /** Bridge qos. */
        qos?: (string|null);

        /** Bridge arpSuppression. */
        arpSuppression?: (boolean|null);

        /** Bridge macTable. */
        macTable: edgelane.Station.$Properties[];

        /** Bridge inboundMirrors. */
        inboundMirrors: string[];

        /** Bridge outboundMirrors. */
        outboundMirrors: string[];

        /** Bridge ra. */
        ra?: (edgelane.RouterAdvertisement.$Properties|null);

        /**
         * Encodes the specified Bridge message. Does not implicitly {@link edgelane.Bridge.verify|verify} messages.
         * @param message Bridge message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Bridge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Bridge message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Bridge & edgelane.Bridge.$Shape} Bridge
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Bridge & edgelane.Bridge.$Shape;
    }

    namespace Bridge {

        /** Properties of a Bridge. */
        interface $Properties {

            /** Bridge id */
            id?: (string|null);

            /** Bridge name */
            name?: (string|null);

            /** Bridge adminUp */
            adminUp?: (boolean|null);

            /** Bridge inboundChain */
            inboundChain?: (string|null);

            /** Bridge outboundChain */
            outboundChain?: (string|null);

            /** Bridge qos */
            qos?: (string|null);

            /** Bridge arpSuppression */
            arpSuppression?: (boolean|null);

            /** Bridge macTable */
            macTable?: (edgelane.Station.$Properties[]|null);

            /** Bridge inboundMirrors */
            inboundMirrors?: (string[]|null);

            /** Bridge outboundMirrors */
            outboundMirrors?: (string[]|null);

            /** Bridge ra */
            ra?: (edgelane.RouterAdvertisement.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Bridge. */
        type $Shape = edgelane.Bridge.$Properties;
    }

    /**
     * Properties of a Station.
     * @deprecated Use edgelane.Station.$Properties instead.
     */
    interface IStation extends edgelane.Station.$Properties {
    }

    /** Represents a Station. */
    class Station {

        /**
         * Constructs a new Station.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Station.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Station mac. */
        mac: string;

        /** Station port. */
        port: string;

        /** Station vlan. */
        vlan?: (number|null);

        /** Station addresses. */
        addresses: string[];

        /**
         * Encodes the specified Station message. Does not implicitly {@link edgelane.Station.verify|verify} messages.
         * @param message Station message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Station.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Station message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Station & edgelane.Station.$Shape} Station
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Station & edgelane.Station.$Shape;
    }

    namespace Station {

        /** Properties of a Station. */
        interface $Properties {

            /** Station mac */
            mac?: (string|null);

            /** Station port */
            port?: (string|null);

            /** Station vlan */
            vlan?: (number|null);

            /** Station addresses */
            addresses?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Station. */
        type $Shape = edgelane.Station.$Properties;
    }

    /**
     * Properties of a Router.
     * @deprecated Use edgelane.Router.$Properties instead.
     */
    interface IRouter extends edgelane.Router.$Properties {
    }

    /** Represents a Router. */
    class Router {

        /**
         * Constructs a new Router.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Router.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Router id. */
        id: string;

        /** Router name. */
        name?: (string|null);

        /** Router adminUp. */
        adminUp?: (boolean|null);

        /** Router inboundChain. */
        inboundChain?: (string|null);

        /** Router outboundChain. */
        outboundChain?: (string|null);

        /** Router routes. */
        routes: edgelane.Route.$Properties[];

        /** Router inboundMirrors. */
        inboundMirrors: string[];

        /** Router outboundMirrors. */
        outboundMirrors: string[];

        /** Router nat64. */
        nat64?: (edgelane.Nat64.$Properties|null);

        /**
         * Encodes the specified Router message. Does not implicitly {@link edgelane.Router.verify|verify} messages.
         * @param message Router message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Router.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Router message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Router & edgelane.Router.$Shape} Router
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Router & edgelane.Router.$Shape;
    }

    namespace Router {

        /** Properties of a Router. */
        interface $Properties {

            /** Router id */
            id?: (string|null);

            /** Router name */
            name?: (string|null);

            /** Router adminUp */
            adminUp?: (boolean|null);

            /** Router inboundChain */
            inboundChain?: (string|null);

            /** Router outboundChain */
            outboundChain?: (string|null);

            /** Router routes */
            routes?: (edgelane.Route.$Properties[]|null);

            /** Router inboundMirrors */
            inboundMirrors?: (string[]|null);

            /** Router outboundMirrors */
            outboundMirrors?: (string[]|null);

            /** Router nat64 */
            nat64?: (edgelane.Nat64.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Router. */
        type $Shape = edgelane.Router.$Properties;
    }

    /**
     * Properties of a Nat64.
     * @deprecated Use edgelane.Nat64.$Properties instead.
     */
    interface INat64 extends edgelane.Nat64.$Properties {
    }

    /** Represents a Nat64. */
    class Nat64 {

        /**
         * Constructs a new Nat64.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Nat64.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Nat64 prefix. */
        prefix: string;

        /** Nat64 pairs. */
        pairs: edgelane.Nat64Pair.$Properties[];

        /**
         * Encodes the specified Nat64 message. Does not implicitly {@link edgelane.Nat64.verify|verify} messages.
         * @param message Nat64 message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Nat64.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Nat64 message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Nat64 & edgelane.Nat64.$Shape} Nat64
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Nat64 & edgelane.Nat64.$Shape;
    }

    namespace Nat64 {

        /** Properties of a Nat64. */
        interface $Properties {

            /** Nat64 prefix */
            prefix?: (string|null);

            /** Nat64 pairs */
            pairs?: (edgelane.Nat64Pair.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Nat64. */
        type $Shape = edgelane.Nat64.$Properties;
    }

    /**
     * Properties of a Nat64Pair.
     * @deprecated Use edgelane.Nat64Pair.$Properties instead.
     */
    interface INat64Pair extends edgelane.Nat64Pair.$Properties {
    }

    /** Represents a Nat64Pair. */
    class Nat64Pair {

        /**
         * Constructs a new Nat64Pair.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Nat64Pair.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Nat64Pair ipv6. */
        ipv6: string;

        /** Nat64Pair ipv4. */
        ipv4: string;

        /**
         * Encodes the specified Nat64Pair message. Does not implicitly {@link edgelane.Nat64Pair.verify|verify} messages.
         * @param message Nat64Pair message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Nat64Pair.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Nat64Pair message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Nat64Pair & edgelane.Nat64Pair.$Shape} Nat64Pair
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Nat64Pair & edgelane.Nat64Pair.$Shape;
    }

    namespace Nat64Pair {

        /** Properties of a Nat64Pair. */
        interface $Properties {

            /** Nat64Pair ipv6 */
            ipv6?: (string|null);

            /** Nat64Pair ipv4 */
            ipv4?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Nat64Pair. */
        type $Shape = edgelane.Nat64Pair.$Properties;
    }

    /**
     * Properties of a Route.
     * @deprecated Use edgelane.Route.$Properties instead.
     */
    interface IRoute extends edgelane.Route.$Properties {
    }

    /** Represents a Route. */
    class Route {

        /**
         * Constructs a new Route.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Route.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Route id. */
        id?: (string|null);

        /** Route destination. */
        destination: string;

        /** Route source. */
        source?: (string|null);

        /** Route type. */
        type: edgelane.Route.Type;

        /** Route port. */
        port?: (string|null);

        /** Route gateway. */
        gateway?: (string|null);

        /** Route weight. */
        weight?: (number|null);

        /** Route share. */
        share?: (number|null);

        /**
         * Encodes the specified Route message. Does not implicitly {@link edgelane.Route.verify|verify} messages.
         * @param message Route message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Route.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Route message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Route & edgelane.Route.$Shape} Route
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Route & edgelane.Route.$Shape;
    }

    namespace Route {

        /** Properties of a Route. */
        interface $Properties {

            /** Route id */
            id?: (string|null);

            /** Route destination */
            destination?: (string|null);

            /** Route source */
            source?: (string|null);

            /** Route type */
            type?: (edgelane.Route.Type|null);

            /** Route port */
            port?: (string|null);

            /** Route gateway */
            gateway?: (string|null);

            /** Route weight */
            weight?: (number|null);

            /** Route share */
            share?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Route. */
        type $Shape = edgelane.Route.$Properties;

        /** Type enum. */
        enum Type {

            /** TYPE_UNSPECIFIED value */
            TYPE_UNSPECIFIED = 0,

            /** TYPE_PORT value */
            TYPE_PORT = 1,

            /** TYPE_LOCAL value */
            TYPE_LOCAL = 2,

            /** TYPE_BLACKHOLE value */
            TYPE_BLACKHOLE = 3,

            /** TYPE_REJECT value */
            TYPE_REJECT = 4
        }
    }

    /**
     * Properties of a Port.
     * @deprecated Use edgelane.Port.$Properties instead.
     */
    interface IPort extends edgelane.Port.$Properties {
    }

    /** Represents a Port. */
    class Port {

        /**
         * Constructs a new Port.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Port.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Port id. */
        id: string;

        /** Port device. */
        device: string;

        /** Port adminUp. */
        adminUp?: (boolean|null);

        /** Port host. */
        host?: (string|null);

        /** Port interface. */
        interface?: (string|null);

        /** Port peer. */
        peer?: (string|null);

        /** Port vtep. */
        vtep?: (edgelane.Vtep.$Properties|null);

        /** Port mac. */
        mac?: (string|null);

        /** Port addresses. */
        addresses: string[];

        /** Port key. */
        key?: (number|null);

        /** Port qos. */
        qos?: (string|null);

        /** Port inboundChain. */
        inboundChain?: (string|null);

        /** Port outboundChain. */
        outboundChain?: (string|null);

        /** Port vlan. */
        vlan?: (number|null);

        /** Port trunkVlans. */
        trunkVlans: number[];

        /** Port hairpin. */
        hairpin?: (boolean|null);

        /** Port mirrors. */
        mirrors?: (edgelane.PortMirrors.$Properties|null);

        /** Port mtu. */
        mtu?: (number|null);

        /** Port mssClamp. */
        mssClamp?: (number|null);

        /** Port ra. */
        ra?: (edgelane.RouterAdvertisement.$Properties|null);

        /** Port securityGroups. */
        securityGroups: string[];

        /** Port antiSpoof. */
        antiSpoof?: (edgelane.AntiSpoof.$Properties|null);

        /**
         * Encodes the specified Port message. Does not implicitly {@link edgelane.Port.verify|verify} messages.
         * @param message Port message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Port.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Port message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Port & edgelane.Port.$Shape} Port
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Port & edgelane.Port.$Shape;
    }

    namespace Port {

        /** Properties of a Port. */
        interface $Properties {

            /** Port id */
            id?: (string|null);

            /** Port device */
            device?: (string|null);

            /** Port adminUp */
            adminUp?: (boolean|null);

            /** Port host */
            host?: (string|null);

            /** Port interface */
            "interface"?: (string|null);

            /** Port peer */
            peer?: (string|null);

            /** Port vtep */
            vtep?: (edgelane.Vtep.$Properties|null);

            /** Port mac */
            mac?: (string|null);

            /** Port addresses */
            addresses?: (string[]|null);

            /** Port key */
            key?: (number|null);

            /** Port qos */
            qos?: (string|null);

            /** Port inboundChain */
            inboundChain?: (string|null);

            /** Port outboundChain */
            outboundChain?: (string|null);

            /** Port vlan */
            vlan?: (number|null);

            /** Port trunkVlans */
            trunkVlans?: (number[]|null);

            /** Port hairpin */
            hairpin?: (boolean|null);

            /** Port mirrors */
            mirrors?: (edgelane.PortMirrors.$Properties|null);

            /** Port mtu */
            mtu?: (number|null);

            /** Port mssClamp */
            mssClamp?: (number|null);

            /** Port ra */
            ra?: (edgelane.RouterAdvertisement.$Properties|null);

            /** Port securityGroups */
            securityGroups?: (string[]|null);

            /** Port antiSpoof */
            antiSpoof?: (edgelane.AntiSpoof.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Port. */
        type $Shape = edgelane.Port.$Properties;
    }

    /**
     * Properties of a Vtep.
     * @deprecated Use edgelane.Vtep.$Properties instead.
     */
    interface IVtep extends edgelane.Vtep.$Properties {
    }

    /** Represents a Vtep. */
    class Vtep {

        /**
         * Constructs a new Vtep.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Vtep.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Vtep type. */
        type: edgelane.Vtep.Type;

        /** Vtep key. */
        key: number;

        /** Vtep host. */
        host: string;

        /** Vtep local. */
        local?: (string|null);

        /** Vtep udpPort. */
        udpPort?: (number|null);

        /** Vtep remotes. */
        remotes: edgelane.VtepRemote.$Properties[];

        /** Vtep flood. */
        flood?: (edgelane.Vtep.FloodList.$Properties|null);

        /** Vtep serviceNode. */
        serviceNode?: (string|null);

        /** Vtep floodProxy. */
        floodProxy?: (boolean|null);

        /**
         * Encodes the specified Vtep message. Does not implicitly {@link edgelane.Vtep.verify|verify} messages.
         * @param message Vtep message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Vtep.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Vtep message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Vtep & edgelane.Vtep.$Shape} Vtep
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Vtep & edgelane.Vtep.$Shape;
    }

    namespace Vtep {

        /** Properties of a Vtep. */
        interface $Properties {

            /** Vtep type */
            type?: (edgelane.Vtep.Type|null);

            /** Vtep key */
            key?: (number|null);

            /** Vtep host */
            host?: (string|null);

            /** Vtep local */
            local?: (string|null);

            /** Vtep udpPort */
            udpPort?: (number|null);

            /** Vtep remotes */
            remotes?: (edgelane.VtepRemote.$Properties[]|null);

            /** Vtep flood */
            flood?: (edgelane.Vtep.FloodList.$Properties|null);

            /** Vtep serviceNode */
            serviceNode?: (string|null);

            /** Vtep floodProxy */
            floodProxy?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Vtep. */
        type $Shape = edgelane.Vtep.$Properties;

        /** Type enum. */
        enum Type {

            /** TYPE_UNSPECIFIED value */
            TYPE_UNSPECIFIED = 0,

            /** TYPE_VXLAN value */
            TYPE_VXLAN = 1,

            /** TYPE_GRE value */
            TYPE_GRE = 2,

            /** TYPE_NVGRE value */
            TYPE_NVGRE = 3
        }

        /**
         * Properties of a FloodList.
         * @deprecated Use edgelane.Vtep.FloodList.$Properties instead.
         */
        interface IFloodList extends edgelane.Vtep.FloodList.$Properties {
        }

        /** Represents a FloodList. */
        class FloodList {

            /**
             * Constructs a new FloodList.
             * @param [properties] Properties to set
             */
            constructor(properties?: edgelane.Vtep.FloodList.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FloodList items. */
            items: string[];

            /**
             * Encodes the specified FloodList message. Does not implicitly {@link edgelane.Vtep.FloodList.verify|verify} messages.
             * @param message FloodList message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: edgelane.Vtep.FloodList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FloodList message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {edgelane.Vtep.FloodList & edgelane.Vtep.FloodList.$Shape} FloodList
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Vtep.FloodList & edgelane.Vtep.FloodList.$Shape;
        }

        namespace FloodList {

            /** Properties of a FloodList. */
            interface $Properties {

                /** FloodList items */
                items?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FloodList. */
            type $Shape = edgelane.Vtep.FloodList.$Properties;
        }
    }

    /**
     * Properties of a VtepRemote.
     * @deprecated Use edgelane.VtepRemote.$Properties instead.
     */
    interface IVtepRemote extends edgelane.VtepRemote.$Properties {
    }

    /** Represents a VtepRemote. */
    class VtepRemote {

        /**
         * Constructs a new VtepRemote.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.VtepRemote.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** VtepRemote address. */
        address: string;

        /** VtepRemote macs. */
        macs: string[];

        /** VtepRemote key. */
        key?: (number|null);

        /**
         * Encodes the specified VtepRemote message. Does not implicitly {@link edgelane.VtepRemote.verify|verify} messages.
         * @param message VtepRemote message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.VtepRemote.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a VtepRemote message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.VtepRemote & edgelane.VtepRemote.$Shape} VtepRemote
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.VtepRemote & edgelane.VtepRemote.$Shape;
    }

    namespace VtepRemote {

        /** Properties of a VtepRemote. */
        interface $Properties {

            /** VtepRemote address */
            address?: (string|null);

            /** VtepRemote macs */
            macs?: (string[]|null);

            /** VtepRemote key */
            key?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a VtepRemote. */
        type $Shape = edgelane.VtepRemote.$Properties;
    }

    /**
     * Properties of a Chain.
     * @deprecated Use edgelane.Chain.$Properties instead.
     */
    interface IChain extends edgelane.Chain.$Properties {
    }

    /** Represents a Chain. */
    class Chain {

        /**
         * Constructs a new Chain.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Chain.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Chain id. */
        id: string;

        /** Chain name. */
        name?: (string|null);

        /** Chain rules. */
        rules: edgelane.Rule.$Properties[];

        /** Chain log. */
        log?: (string|null);

        /**
         * Encodes the specified Chain message. Does not implicitly {@link edgelane.Chain.verify|verify} messages.
         * @param message Chain message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Chain.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Chain message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Chain & edgelane.Chain.$Shape} Chain
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Chain & edgelane.Chain.$Shape;
    }

    namespace Chain {

        /** Properties of a Chain. */
        interface $Properties {

            /** Chain id */
            id?: (string|null);

            /** Chain name */
            name?: (string|null);

            /** Chain rules */
            rules?: (edgelane.Rule.$Properties[]|null);

            /** Chain log */
            log?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Chain. */
        type $Shape = edgelane.Chain.$Properties;
    }

    /**
     * Properties of a Rule.
     * @deprecated Use edgelane.Rule.$Properties instead.
     */
    interface IRule extends edgelane.Rule.$Properties {
    }

    /** Represents a Rule. */
    class Rule {

        /**
         * Constructs a new Rule.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Rule.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Rule id. */
        id?: (string|null);

        /** Rule match. */
        match?: (edgelane.Condition.$Properties|null);

        /** Rule action. */
        action: edgelane.Rule.Action;

        /** Rule chain. */
        chain?: (string|null);

        /** Rule port. */
        port?: (string|null);

        /** Rule enter. */
        enter?: (boolean|null);

        /** Rule failOpen. */
        failOpen?: (boolean|null);

        /** Rule log. */
        log?: (string|null);

        /**
         * Encodes the specified Rule message. Does not implicitly {@link edgelane.Rule.verify|verify} messages.
         * @param message Rule message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Rule.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Rule message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Rule & edgelane.Rule.$Shape} Rule
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Rule & edgelane.Rule.$Shape;
    }

    namespace Rule {

        /** Properties of a Rule. */
        interface $Properties {

            /** Rule id */
            id?: (string|null);

            /** Rule match */
            match?: (edgelane.Condition.$Properties|null);

            /** Rule action */
            action?: (edgelane.Rule.Action|null);

            /** Rule chain */
            chain?: (string|null);

            /** Rule port */
            port?: (string|null);

            /** Rule enter */
            enter?: (boolean|null);

            /** Rule failOpen */
            failOpen?: (boolean|null);

            /** Rule log */
            log?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Rule. */
        type $Shape = edgelane.Rule.$Properties;

        /** Action enum. */
        enum Action {

            /** ACTION_UNSPECIFIED value */
            ACTION_UNSPECIFIED = 0,

            /** ACTION_ACCEPT value */
            ACTION_ACCEPT = 1,

            /** ACTION_DROP value */
            ACTION_DROP = 2,

            /** ACTION_REJECT value */
            ACTION_REJECT = 3,

            /** ACTION_RETURN value */
            ACTION_RETURN = 4,

            /** ACTION_JUMP value */
            ACTION_JUMP = 5,

            /** ACTION_CONTINUE value */
            ACTION_CONTINUE = 6,

            /** ACTION_REDIRECT value */
            ACTION_REDIRECT = 7
        }
    }

    /**
     * Properties of a Condition.
     * @deprecated Use edgelane.Condition.$Properties instead.
     */
    interface ICondition extends edgelane.Condition.$Properties {
    }

    /** Represents a Condition. */
    class Condition {

        /**
         * Constructs a new Condition.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Condition.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Condition invert. */
        invert?: (boolean|null);

        /** Condition not. */
        not: string[];

        /** Condition inPorts. */
        inPorts: string[];

        /** Condition outPorts. */
        outPorts: string[];

        /** Condition inPortGroup. */
        inPortGroup?: (string|null);

        /** Condition outPortGroup. */
        outPortGroup?: (string|null);

        /** Condition portGroup. */
        portGroup?: (string|null);

        /** Condition srcAddressGroup. */
        srcAddressGroup?: (string|null);

        /** Condition dstAddressGroup. */
        dstAddressGroup?: (string|null);

        /** Condition etherType. */
        etherType?: (number|null);

        /** Condition srcMac. */
        srcMac?: (string|null);

        /** Condition srcMacMask. */
        srcMacMask?: (string|null);

        /** Condition dstMac. */
        dstMac?: (string|null);

        /** Condition dstMacMask. */
        dstMacMask?: (string|null);

        /** Condition noVlan. */
        noVlan?: (boolean|null);

        /** Condition vlan. */
        vlan?: (number|null);

        /** Condition tos. */
        tos?: (number|null);

        /** Condition protocol. */
        protocol?: (number|null);

        /** Condition source. */
        source?: (string|null);

        /** Condition destination. */
        destination?: (string|null);

        /** Condition sourcePorts. */
        sourcePorts?: (edgelane.PortRange.$Properties|null);

        /** Condition destinationPorts. */
        destinationPorts?: (edgelane.PortRange.$Properties|null);

        /** Condition fragments. */
        fragments: edgelane.Condition.Fragments;

        /** Condition traversedDevice. */
        traversedDevice?: (string|null);

        /** Condition icmpDataSource. */
        icmpDataSource?: (string|null);

        /** Condition icmpDataDestination. */
        icmpDataDestination?: (string|null);

        /** Condition forwardFlow. */
        forwardFlow?: (boolean|null);

        /** Condition returnFlow. */
        returnFlow?: (boolean|null);

        /** Condition destinationRewritten. */
        destinationRewritten?: (boolean|null);

        /** Condition neighbourTarget. */
        neighbourTarget?: (string|null);

        /** Condition foreignMac. */
        foreignMac?: (boolean|null);

        /**
         * Encodes the specified Condition message. Does not implicitly {@link edgelane.Condition.verify|verify} messages.
         * @param message Condition message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Condition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Condition message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Condition & edgelane.Condition.$Shape} Condition
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Condition & edgelane.Condition.$Shape;
    }

    namespace Condition {

        /** Properties of a Condition. */
        interface $Properties {

            /** Condition invert */
            invert?: (boolean|null);

            /** Condition not */
            not?: (string[]|null);

            /** Condition inPorts */
            inPorts?: (string[]|null);

            /** Condition outPorts */
            outPorts?: (string[]|null);

            /** Condition inPortGroup */
            inPortGroup?: (string|null);

            /** Condition outPortGroup */
            outPortGroup?: (string|null);

            /** Condition portGroup */
            portGroup?: (string|null);

            /** Condition srcAddressGroup */
            srcAddressGroup?: (string|null);

            /** Condition dstAddressGroup */
            dstAddressGroup?: (string|null);

            /** Condition etherType */
            etherType?: (number|null);

            /** Condition srcMac */
            srcMac?: (string|null);

            /** Condition srcMacMask */
            srcMacMask?: (string|null);

            /** Condition dstMac */
            dstMac?: (string|null);

            /** Condition dstMacMask */
            dstMacMask?: (string|null);

            /** Condition noVlan */
            noVlan?: (boolean|null);

            /** Condition vlan */
            vlan?: (number|null);

            /** Condition tos */
            tos?: (number|null);

            /** Condition protocol */
            protocol?: (number|null);

            /** Condition source */
            source?: (string|null);

            /** Condition destination */
            destination?: (string|null);

            /** Condition sourcePorts */
            sourcePorts?: (edgelane.PortRange.$Properties|null);

            /** Condition destinationPorts */
            destinationPorts?: (edgelane.PortRange.$Properties|null);

            /** Condition fragments */
            fragments?: (edgelane.Condition.Fragments|null);

            /** Condition traversedDevice */
            traversedDevice?: (string|null);

            /** Condition icmpDataSource */
            icmpDataSource?: (string|null);

            /** Condition icmpDataDestination */
            icmpDataDestination?: (string|null);

            /** Condition forwardFlow */
            forwardFlow?: (boolean|null);

            /** Condition returnFlow */
            returnFlow?: (boolean|null);

            /** Condition destinationRewritten */
            destinationRewritten?: (boolean|null);

            /** Condition neighbourTarget */
            neighbourTarget?: (string|null);

            /** Condition foreignMac */
            foreignMac?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Condition. */
        type $Shape = edgelane.Condition.$Properties;

        /** Fragments enum. */
        enum Fragments {

            /** FRAGMENTS_UNSPECIFIED value */
            FRAGMENTS_UNSPECIFIED = 0,

            /** FRAGMENTS_ANY value */
            FRAGMENTS_ANY = 1,

            /** FRAGMENTS_HEADER value */
            FRAGMENTS_HEADER = 2,

            /** FRAGMENTS_NONHEADER value */
            FRAGMENTS_NONHEADER = 3,

            /** FRAGMENTS_UNFRAGMENTED value */
            FRAGMENTS_UNFRAGMENTED = 4
        }
    }

    /**
     * Properties of a PortRange.
     * @deprecated Use edgelane.PortRange.$Properties instead.
     */
    interface IPortRange extends edgelane.PortRange.$Properties {
    }

    /** Represents a PortRange. */
    class PortRange {

        /**
         * Constructs a new PortRange.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.PortRange.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PortRange first. */
        first: number;

        /** PortRange last. */
        last: number;

        /**
         * Encodes the specified PortRange message. Does not implicitly {@link edgelane.PortRange.verify|verify} messages.
         * @param message PortRange message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.PortRange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PortRange message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.PortRange & edgelane.PortRange.$Shape} PortRange
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.PortRange & edgelane.PortRange.$Shape;
    }

    namespace PortRange {

        /** Properties of a PortRange. */
        interface $Properties {

            /** PortRange first */
            first?: (number|null);

            /** PortRange last */
            last?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PortRange. */
        type $Shape = edgelane.PortRange.$Properties;
    }

    /**
     * Properties of a Mirror.
     * @deprecated Use edgelane.Mirror.$Properties instead.
     */
    interface IMirror extends edgelane.Mirror.$Properties {
    }

    /** Represents a Mirror. */
    class Mirror {

        /**
         * Constructs a new Mirror.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Mirror.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Mirror id. */
        id: string;

        /** Mirror to. */
        to: string;

        /** Mirror match. */
        match?: (edgelane.Condition.$Properties|null);

        /**
         * Encodes the specified Mirror message. Does not implicitly {@link edgelane.Mirror.verify|verify} messages.
         * @param message Mirror message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Mirror.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Mirror message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Mirror & edgelane.Mirror.$Shape} Mirror
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Mirror & edgelane.Mirror.$Shape;
    }

    namespace Mirror {

        /** Properties of a Mirror. */
        interface $Properties {

            /** Mirror id */
            id?: (string|null);

            /** Mirror to */
            to?: (string|null);

            /** Mirror match */
            match?: (edgelane.Condition.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Mirror. */
        type $Shape = edgelane.Mirror.$Properties;
    }

    /**
     * Properties of a PortMirrors.
     * @deprecated Use edgelane.PortMirrors.$Properties instead.
     */
    interface IPortMirrors extends edgelane.PortMirrors.$Properties {
    }

    /** Represents a PortMirrors. */
    class PortMirrors {

        /**
         * Constructs a new PortMirrors.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.PortMirrors.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PortMirrors preIn. */
        preIn: string[];

        /** PortMirrors postIn. */
        postIn: string[];

        /** PortMirrors preOut. */
        preOut: string[];

        /** PortMirrors postOut. */
        postOut: string[];

        /**
         * Encodes the specified PortMirrors message. Does not implicitly {@link edgelane.PortMirrors.verify|verify} messages.
         * @param message PortMirrors message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.PortMirrors.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PortMirrors message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.PortMirrors & edgelane.PortMirrors.$Shape} PortMirrors
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.PortMirrors & edgelane.PortMirrors.$Shape;
    }

    namespace PortMirrors {

        /** Properties of a PortMirrors. */
        interface $Properties {

            /** PortMirrors preIn */
            preIn?: (string[]|null);

            /** PortMirrors postIn */
            postIn?: (string[]|null);

            /** PortMirrors preOut */
            preOut?: (string[]|null);

            /** PortMirrors postOut */
            postOut?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PortMirrors. */
        type $Shape = edgelane.PortMirrors.$Properties;
    }

    /**
     * Properties of a L2Insertion.
     * @deprecated Use edgelane.L2Insertion.$Properties instead.
     */
    interface IL2Insertion extends edgelane.L2Insertion.$Properties {
    }

    /** Represents a L2Insertion. */
    class L2Insertion {

        /**
         * Constructs a new L2Insertion.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.L2Insertion.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** L2Insertion id. */
        id: string;

        /** L2Insertion port. */
        port: string;

        /** L2Insertion servicePort. */
        servicePort: string;

        /** L2Insertion vlan. */
        vlan: number;

        /** L2Insertion position. */
        position?: (number|null);

        /** L2Insertion failOpen. */
        failOpen?: (boolean|null);

        /** L2Insertion mac. */
        mac?: (string|null);

        /**
         * Encodes the specified L2Insertion message. Does not implicitly {@link edgelane.L2Insertion.verify|verify} messages.
         * @param message L2Insertion message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.L2Insertion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a L2Insertion message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.L2Insertion & edgelane.L2Insertion.$Shape} L2Insertion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.L2Insertion & edgelane.L2Insertion.$Shape;
    }

    namespace L2Insertion {

        /** Properties of a L2Insertion. */
        interface $Properties {

            /** L2Insertion id */
            id?: (string|null);

            /** L2Insertion port */
            port?: (string|null);

            /** L2Insertion servicePort */
            servicePort?: (string|null);

            /** L2Insertion vlan */
            vlan?: (number|null);

            /** L2Insertion position */
            position?: (number|null);

            /** L2Insertion failOpen */
            failOpen?: (boolean|null);

            /** L2Insertion mac */
            mac?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a L2Insertion. */
        type $Shape = edgelane.L2Insertion.$Properties;
    }

    /**
     * Properties of a Dhcp.
     * @deprecated Use edgelane.Dhcp.$Properties instead.
     */
    interface IDhcp extends edgelane.Dhcp.$Properties {
    }

    /** Represents a Dhcp. */
    class Dhcp {

        /**
         * Constructs a new Dhcp.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Dhcp.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Dhcp id. */
        id: string;

        /** Dhcp bridge. */
        bridge: string;

        /** Dhcp vlan. */
        vlan?: (number|null);

        /** Dhcp enabled. */
        enabled?: (boolean|null);

        /** Dhcp subnet. */
        subnet: string;

        /** Dhcp server. */
        server: string;

        /** Dhcp serverMac. */
        serverMac?: (string|null);

        /** Dhcp gateway. */
        gateway?: (string|null);

        /** Dhcp dnsServers. */
        dnsServers: string[];

        /** Dhcp mtu. */
        mtu?: (number|null);

        /** Dhcp leaseTime. */
        leaseTime?: (number|null);

        /** Dhcp routes. */
        routes: edgelane.DhcpRoute.$Properties[];

        /** Dhcp options. */
        options: edgelane.DhcpOption.$Properties[];

        /** Dhcp hosts. */
        hosts: edgelane.DhcpHost.$Properties[];

        /**
         * Encodes the specified Dhcp message. Does not implicitly {@link edgelane.Dhcp.verify|verify} messages.
         * @param message Dhcp message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Dhcp.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Dhcp message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Dhcp & edgelane.Dhcp.$Shape} Dhcp
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Dhcp & edgelane.Dhcp.$Shape;
    }

    namespace Dhcp {

        /** Properties of a Dhcp. */
        interface $Properties {

            /** Dhcp id */
            id?: (string|null);

            /** Dhcp bridge */
            bridge?: (string|null);

            /** Dhcp vlan */
            vlan?: (number|null);

            /** Dhcp enabled */
            enabled?: (boolean|null);

            /** Dhcp subnet */
            subnet?: (string|null);

            /** Dhcp server */
            server?: (string|null);

            /** Dhcp serverMac */
            serverMac?: (string|null);

            /** Dhcp gateway */
            gateway?: (string|null);

            /** Dhcp dnsServers */
            dnsServers?: (string[]|null);

            /** Dhcp mtu */
            mtu?: (number|null);

            /** Dhcp leaseTime */
            leaseTime?: (number|null);

            /** Dhcp routes */
            routes?: (edgelane.DhcpRoute.$Properties[]|null);

            /** Dhcp options */
            options?: (edgelane.DhcpOption.$Properties[]|null);

            /** Dhcp hosts */
            hosts?: (edgelane.DhcpHost.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Dhcp. */
        type $Shape = edgelane.Dhcp.$Properties;
    }

    /**
     * Properties of a DhcpRoute.
     * @deprecated Use edgelane.DhcpRoute.$Properties instead.
     */
    interface IDhcpRoute extends edgelane.DhcpRoute.$Properties {
    }

    /** Represents a DhcpRoute. */
    class DhcpRoute {

        /**
         * Constructs a new DhcpRoute.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.DhcpRoute.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DhcpRoute destination. */
        destination: string;

        /** DhcpRoute gateway. */
        gateway: string;

        /**
         * Encodes the specified DhcpRoute message. Does not implicitly {@link edgelane.DhcpRoute.verify|verify} messages.
         * @param message DhcpRoute message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.DhcpRoute.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DhcpRoute message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.DhcpRoute & edgelane.DhcpRoute.$Shape} DhcpRoute
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.DhcpRoute & edgelane.DhcpRoute.$Shape;
    }

    namespace DhcpRoute {

        /** Properties of a DhcpRoute. */
        interface $Properties {

            /** DhcpRoute destination */
            destination?: (string|null);

            /** DhcpRoute gateway */
            gateway?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DhcpRoute. */
        type $Shape = edgelane.DhcpRoute.$Properties;
    }

    /**
     * Properties of a DhcpOption.
     * @deprecated Use edgelane.DhcpOption.$Properties instead.
     */
    interface IDhcpOption extends edgelane.DhcpOption.$Properties {
    }

    /** Represents a DhcpOption. */
    class DhcpOption {

        /**
         * Constructs a new DhcpOption.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.DhcpOption.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DhcpOption option. */
        option: string;

        /** DhcpOption type. */
        type: edgelane.DhcpOption.Type;

        /** DhcpOption values. */
        values: string[];

        /**
         * Encodes the specified DhcpOption message. Does not implicitly {@link edgelane.DhcpOption.verify|verify} messages.
         * @param message DhcpOption message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.DhcpOption.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DhcpOption message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.DhcpOption & edgelane.DhcpOption.$Shape} DhcpOption
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.DhcpOption & edgelane.DhcpOption.$Shape;
    }

    namespace DhcpOption {

        /** Properties of a DhcpOption. */
        interface $Properties {

            /** DhcpOption option */
            option?: (string|null);

            /** DhcpOption type */
            type?: (edgelane.DhcpOption.Type|null);

            /** DhcpOption values */
            values?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DhcpOption. */
        type $Shape = edgelane.DhcpOption.$Properties;

        /** Type enum. */
        enum Type {

            /** TYPE_UNSPECIFIED value */
            TYPE_UNSPECIFIED = 0,

            /** TYPE_ADDRESSES value */
            TYPE_ADDRESSES = 1,

            /** TYPE_UINT8 value */
            TYPE_UINT8 = 2,

            /** TYPE_UINT16 value */
            TYPE_UINT16 = 3,

            /** TYPE_UINT32 value */
            TYPE_UINT32 = 4,

            /** TYPE_BOOL value */
            TYPE_BOOL = 5,

            /** TYPE_CIDRS value */
            TYPE_CIDRS = 6,

            /** TYPE_ROUTES value */
            TYPE_ROUTES = 7,

            /** TYPE_DOMAINS value */
            TYPE_DOMAINS = 8,

            /** TYPE_TEXT value */
            TYPE_TEXT = 9,

            /** TYPE_BYTES value */
            TYPE_BYTES = 10
        }
    }

    /**
     * Properties of a DhcpHost.
     * @deprecated Use edgelane.DhcpHost.$Properties instead.
     */
    interface IDhcpHost extends edgelane.DhcpHost.$Properties {
    }

    /** Represents a DhcpHost. */
    class DhcpHost {

        /**
         * Constructs a new DhcpHost.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.DhcpHost.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DhcpHost mac. */
        mac: string;

        /** DhcpHost address. */
        address: string;

        /** DhcpHost name. */
        name?: (string|null);

        /** DhcpHost options. */
        options: edgelane.DhcpOption.$Properties[];

        /**
         * Encodes the specified DhcpHost message. Does not implicitly {@link edgelane.DhcpHost.verify|verify} messages.
         * @param message DhcpHost message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.DhcpHost.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DhcpHost message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.DhcpHost & edgelane.DhcpHost.$Shape} DhcpHost
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.DhcpHost & edgelane.DhcpHost.$Shape;
    }

    namespace DhcpHost {

        /** Properties of a DhcpHost. */
        interface $Properties {

            /** DhcpHost mac */
            mac?: (string|null);

            /** DhcpHost address */
            address?: (string|null);

            /** DhcpHost name */
            name?: (string|null);

            /** DhcpHost options */
            options?: (edgelane.DhcpOption.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DhcpHost. */
        type $Shape = edgelane.DhcpHost.$Properties;
    }

    /**
     * Properties of a Dhcp6.
     * @deprecated Use edgelane.Dhcp6.$Properties instead.
     */
    interface IDhcp6 extends edgelane.Dhcp6.$Properties {
    }

    /** Represents a Dhcp6. */
    class Dhcp6 {

        /**
         * Constructs a new Dhcp6.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Dhcp6.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Dhcp6 id. */
        id: string;

        /** Dhcp6 bridge. */
        bridge: string;

        /** Dhcp6 vlan. */
        vlan?: (number|null);

        /** Dhcp6 enabled. */
        enabled?: (boolean|null);

        /** Dhcp6 subnet. */
        subnet: string;

        /** Dhcp6 serverMac. */
        serverMac?: (string|null);

        /** Dhcp6 preferredLifetime. */
        preferredLifetime?: (number|null);

        /** Dhcp6 validLifetime. */
        validLifetime?: (number|null);

        /** Dhcp6 dnsServers. */
        dnsServers: string[];

        /** Dhcp6 domainSearch. */
        domainSearch: string[];

        /** Dhcp6 rapidCommit. */
        rapidCommit?: (boolean|null);

        /** Dhcp6 hosts. */
        hosts: edgelane.Dhcp6Host.$Properties[];

        /**
         * Encodes the specified Dhcp6 message. Does not implicitly {@link edgelane.Dhcp6.verify|verify} messages.
         * @param message Dhcp6 message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Dhcp6.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Dhcp6 message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Dhcp6 & edgelane.Dhcp6.$Shape} Dhcp6
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Dhcp6 & edgelane.Dhcp6.$Shape;
    }

    namespace Dhcp6 {

        /** Properties of a Dhcp6. */
        interface $Properties {

            /** Dhcp6 id */
            id?: (string|null);

            /** Dhcp6 bridge */
            bridge?: (string|null);

            /** Dhcp6 vlan */
            vlan?: (number|null);

            /** Dhcp6 enabled */
            enabled?: (boolean|null);

            /** Dhcp6 subnet */
            subnet?: (string|null);

            /** Dhcp6 serverMac */
            serverMac?: (string|null);

            /** Dhcp6 preferredLifetime */
            preferredLifetime?: (number|null);

            /** Dhcp6 validLifetime */
            validLifetime?: (number|null);

            /** Dhcp6 dnsServers */
            dnsServers?: (string[]|null);

            /** Dhcp6 domainSearch */
            domainSearch?: (string[]|null);

            /** Dhcp6 rapidCommit */
            rapidCommit?: (boolean|null);

            /** Dhcp6 hosts */
            hosts?: (edgelane.Dhcp6Host.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Dhcp6. */
        type $Shape = edgelane.Dhcp6.$Properties;
    }

    /**
     * Properties of a Dhcp6Host.
     * @deprecated Use edgelane.Dhcp6Host.$Properties instead.
     */
    interface IDhcp6Host extends edgelane.Dhcp6Host.$Properties {
    }

    /** Represents a Dhcp6Host. */
    class Dhcp6Host {

        /**
         * Constructs a new Dhcp6Host.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Dhcp6Host.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Dhcp6Host mac. */
        mac?: (string|null);

        /** Dhcp6Host duid. */
        duid?: (string|null);

        /** Dhcp6Host address. */
        address: string;

        /** Dhcp6Host name. */
        name?: (string|null);

        /**
         * Encodes the specified Dhcp6Host message. Does not implicitly {@link edgelane.Dhcp6Host.verify|verify} messages.
         * @param message Dhcp6Host message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Dhcp6Host.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Dhcp6Host message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Dhcp6Host & edgelane.Dhcp6Host.$Shape} Dhcp6Host
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Dhcp6Host & edgelane.Dhcp6Host.$Shape;
    }

    namespace Dhcp6Host {

        /** Properties of a Dhcp6Host. */
        interface $Properties {

            /** Dhcp6Host mac */
            mac?: (string|null);

            /** Dhcp6Host duid */
            duid?: (string|null);

            /** Dhcp6Host address */
            address?: (string|null);

            /** Dhcp6Host name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Dhcp6Host. */
        type $Shape = edgelane.Dhcp6Host.$Properties;
    }

    /**
     * Properties of a RouterAdvertisement.
     * @deprecated Use edgelane.RouterAdvertisement.$Properties instead.
     */
    interface IRouterAdvertisement extends edgelane.RouterAdvertisement.$Properties {
    }

    /** Represents a RouterAdvertisement. */
    class RouterAdvertisement {

        /**
         * Constructs a new RouterAdvertisement.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.RouterAdvertisement.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RouterAdvertisement managed. */
        managed?: (boolean|null);

        /** RouterAdvertisement otherConfig. */
        otherConfig?: (boolean|null);

        /** RouterAdvertisement lifetime. */
        lifetime?: (number|null);

        /** RouterAdvertisement hopLimit. */
        hopLimit?: (number|null);

        /** RouterAdvertisement mtu. */
        mtu?: (number|null);

        /** RouterAdvertisement reachableTime. */
        reachableTime?: (number|null);

        /** RouterAdvertisement retransTimer. */
        retransTimer?: (number|null);

        /** RouterAdvertisement preference. */
        preference: edgelane.RouterAdvertisement.Preference;

        /** RouterAdvertisement prefixes. */
        prefixes?: (edgelane.RouterAdvertisement.PrefixesList.$Properties|null);

        /** RouterAdvertisement dnsServers. */
        dnsServers: string[];

        /** RouterAdvertisement domainSearch. */
        domainSearch: string[];

        /** RouterAdvertisement routes. */
        routes: edgelane.RaRoute.$Properties[];

        /** RouterAdvertisement interval. */
        interval?: (number|null);

        /** RouterAdvertisement routerMac. */
        routerMac?: (string|null);

        /** RouterAdvertisement routerAddress. */
        routerAddress?: (string|null);

        /**
         * Encodes the specified RouterAdvertisement message. Does not implicitly {@link edgelane.RouterAdvertisement.verify|verify} messages.
         * @param message RouterAdvertisement message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.RouterAdvertisement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RouterAdvertisement message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.RouterAdvertisement & edgelane.RouterAdvertisement.$Shape} RouterAdvertisement
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.RouterAdvertisement & edgelane.RouterAdvertisement.$Shape;
    }

    namespace RouterAdvertisement {

        /** Properties of a RouterAdvertisement. */
        interface $Properties {

            /** RouterAdvertisement managed */
            managed?: (boolean|null);

            /** RouterAdvertisement otherConfig */
            otherConfig?: (boolean|null);

            /** RouterAdvertisement lifetime */
            lifetime?: (number|null);

            /** RouterAdvertisement hopLimit */
            hopLimit?: (number|null);

            /** RouterAdvertisement mtu */
            mtu?: (number|null);

            /** RouterAdvertisement reachableTime */
            reachableTime?: (number|null);

            /** RouterAdvertisement retransTimer */
            retransTimer?: (number|null);

            /** RouterAdvertisement preference */
            preference?: (edgelane.RouterAdvertisement.Preference|null);

            /** RouterAdvertisement prefixes */
            prefixes?: (edgelane.RouterAdvertisement.PrefixesList.$Properties|null);

            /** RouterAdvertisement dnsServers */
            dnsServers?: (string[]|null);

            /** RouterAdvertisement domainSearch */
            domainSearch?: (string[]|null);

            /** RouterAdvertisement routes */
            routes?: (edgelane.RaRoute.$Properties[]|null);

            /** RouterAdvertisement interval */
            interval?: (number|null);

            /** RouterAdvertisement routerMac */
            routerMac?: (string|null);

            /** RouterAdvertisement routerAddress */
            routerAddress?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RouterAdvertisement. */
        type $Shape = edgelane.RouterAdvertisement.$Properties;

        /** Preference enum. */
        enum Preference {

            /** PREFERENCE_UNSPECIFIED value */
            PREFERENCE_UNSPECIFIED = 0,

            /** PREFERENCE_LOW value */
            PREFERENCE_LOW = 1,

            /** PREFERENCE_MEDIUM value */
            PREFERENCE_MEDIUM = 2,

            /** PREFERENCE_HIGH value */
            PREFERENCE_HIGH = 3
        }

        /**
         * Properties of a PrefixesList.
         * @deprecated Use edgelane.RouterAdvertisement.PrefixesList.$Properties instead.
         */
        interface IPrefixesList extends edgelane.RouterAdvertisement.PrefixesList.$Properties {
        }

        /** Represents a PrefixesList. */
        class PrefixesList {

            /**
             * Constructs a new PrefixesList.
             * @param [properties] Properties to set
             */
            constructor(properties?: edgelane.RouterAdvertisement.PrefixesList.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PrefixesList items. */
            items: edgelane.RaPrefix.$Properties[];

            /**
             * Encodes the specified PrefixesList message. Does not implicitly {@link edgelane.RouterAdvertisement.PrefixesList.verify|verify} messages.
             * @param message PrefixesList message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: edgelane.RouterAdvertisement.PrefixesList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PrefixesList message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {edgelane.RouterAdvertisement.PrefixesList & edgelane.RouterAdvertisement.PrefixesList.$Shape} PrefixesList
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.RouterAdvertisement.PrefixesList & edgelane.RouterAdvertisement.PrefixesList.$Shape;
        }

        namespace PrefixesList {

            /** Properties of a PrefixesList. */
            interface $Properties {

                /** PrefixesList items */
                items?: (edgelane.RaPrefix.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PrefixesList. */
            type $Shape = edgelane.RouterAdvertisement.PrefixesList.$Properties;
        }
    }

    /**
     * Properties of a RaPrefix.
     * @deprecated Use edgelane.RaPrefix.$Properties instead.
     */
    interface IRaPrefix extends edgelane.RaPrefix.$Properties {
    }

    /** Represents a RaPrefix. */
    class RaPrefix {

        /**
         * Constructs a new RaPrefix.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.RaPrefix.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RaPrefix prefix. */
        prefix: string;

        /** RaPrefix onLink. */
        onLink?: (boolean|null);

        /** RaPrefix autonomous. */
        autonomous?: (boolean|null);

        /** RaPrefix validLifetime. */
        validLifetime?: (number|null);

        /** RaPrefix preferredLifetime. */
        preferredLifetime?: (number|null);

        /**
         * Encodes the specified RaPrefix message. Does not implicitly {@link edgelane.RaPrefix.verify|verify} messages.
         * @param message RaPrefix message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.RaPrefix.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RaPrefix message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.RaPrefix & edgelane.RaPrefix.$Shape} RaPrefix
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.RaPrefix & edgelane.RaPrefix.$Shape;
    }

    namespace RaPrefix {

        /** Properties of a RaPrefix. */
        interface $Properties {

            /** RaPrefix prefix */
            prefix?: (string|null);

            /** RaPrefix onLink */
            onLink?: (boolean|null);

            /** RaPrefix autonomous */
            autonomous?: (boolean|null);

            /** RaPrefix validLifetime */
            validLifetime?: (number|null);

            /** RaPrefix preferredLifetime */
            preferredLifetime?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RaPrefix. */
        type $Shape = edgelane.RaPrefix.$Properties;
    }

    /**
     * Properties of a RaRoute.
     * @deprecated Use edgelane.RaRoute.$Properties instead.
     */
    interface IRaRoute extends edgelane.RaRoute.$Properties {
    }

    /** Represents a RaRoute. */
    class RaRoute {

        /**
         * Constructs a new RaRoute.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.RaRoute.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RaRoute prefix. */
        prefix: string;

        /** RaRoute preference. */
        preference: edgelane.RaRoute.Preference;

        /** RaRoute lifetime. */
        lifetime?: (number|null);

        /**
         * Encodes the specified RaRoute message. Does not implicitly {@link edgelane.RaRoute.verify|verify} messages.
         * @param message RaRoute message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.RaRoute.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RaRoute message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.RaRoute & edgelane.RaRoute.$Shape} RaRoute
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.RaRoute & edgelane.RaRoute.$Shape;
    }

    namespace RaRoute {

        /** Properties of a RaRoute. */
        interface $Properties {

            /** RaRoute prefix */
            prefix?: (string|null);

            /** RaRoute preference */
            preference?: (edgelane.RaRoute.Preference|null);

            /** RaRoute lifetime */
            lifetime?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RaRoute. */
        type $Shape = edgelane.RaRoute.$Properties;

        /** Preference enum. */
        enum Preference {

            /** PREFERENCE_UNSPECIFIED value */
            PREFERENCE_UNSPECIFIED = 0,

            /** PREFERENCE_LOW value */
            PREFERENCE_LOW = 1,

            /** PREFERENCE_MEDIUM value */
            PREFERENCE_MEDIUM = 2,

            /** PREFERENCE_HIGH value */
            PREFERENCE_HIGH = 3
        }
    }

    /**
     * Properties of a Metadata.
     * @deprecated Use edgelane.Metadata.$Properties instead.
     */
    interface IMetadata extends edgelane.Metadata.$Properties {
    }

    /** Represents a Metadata. */
    class Metadata {

        /**
         * Constructs a new Metadata.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Metadata.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Metadata id. */
        id: string;

        /** Metadata port. */
        port: string;

        /** Metadata proxy. */
        proxy?: (string|null);

        /** Metadata proxy6. */
        proxy6?: (string|null);

        /** Metadata tcpPort. */
        tcpPort?: (number|null);

        /** Metadata sources. */
        sources?: (string|null);

        /** Metadata sources6. */
        sources6?: (string|null);

        /** Metadata guests. */
        guests: edgelane.MetadataGuest.$Properties[];

        /**
         * Encodes the specified Metadata message. Does not implicitly {@link edgelane.Metadata.verify|verify} messages.
         * @param message Metadata message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Metadata.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Metadata message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Metadata & edgelane.Metadata.$Shape} Metadata
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Metadata & edgelane.Metadata.$Shape;
    }

    namespace Metadata {

        /** Properties of a Metadata. */
        interface $Properties {

            /** Metadata id */
            id?: (string|null);

            /** Metadata port */
            port?: (string|null);

            /** Metadata proxy */
            proxy?: (string|null);

            /** Metadata proxy6 */
            proxy6?: (string|null);

            /** Metadata tcpPort */
            tcpPort?: (number|null);

            /** Metadata sources */
            sources?: (string|null);

            /** Metadata sources6 */
            sources6?: (string|null);

            /** Metadata guests */
            guests?: (edgelane.MetadataGuest.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Metadata. */
        type $Shape = edgelane.Metadata.$Properties;
    }

    /**
     * Properties of a MetadataGuest.
     * @deprecated Use edgelane.MetadataGuest.$Properties instead.
     */
    interface IMetadataGuest extends edgelane.MetadataGuest.$Properties {
    }

    /** Represents a MetadataGuest. */
    class MetadataGuest {

        /**
         * Constructs a new MetadataGuest.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.MetadataGuest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MetadataGuest port. */
        port: string;

        /** MetadataGuest mac. */
        mac: string;

        /** MetadataGuest address. */
        address?: (string|null);

        /** MetadataGuest address6. */
        address6?: (string|null);

        /** MetadataGuest source. */
        source?: (string|null);

        /** MetadataGuest source6. */
        source6?: (string|null);

        /**
         * Encodes the specified MetadataGuest message. Does not implicitly {@link edgelane.MetadataGuest.verify|verify} messages.
         * @param message MetadataGuest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.MetadataGuest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MetadataGuest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.MetadataGuest & edgelane.MetadataGuest.$Shape} MetadataGuest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.MetadataGuest & edgelane.MetadataGuest.$Shape;
    }

    namespace MetadataGuest {

        /** Properties of a MetadataGuest. */
        interface $Properties {

            /** MetadataGuest port */
            port?: (string|null);

            /** MetadataGuest mac */
            mac?: (string|null);

            /** MetadataGuest address */
            address?: (string|null);

            /** MetadataGuest address6 */
            address6?: (string|null);

            /** MetadataGuest source */
            source?: (string|null);

            /** MetadataGuest source6 */
            source6?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MetadataGuest. */
        type $Shape = edgelane.MetadataGuest.$Properties;
    }

    /**
     * Properties of a QosPolicy.
     * @deprecated Use edgelane.QosPolicy.$Properties instead.
     */
    interface IQosPolicy extends edgelane.QosPolicy.$Properties {
    }

    /** Represents a QosPolicy. */
    class QosPolicy {

        /**
         * Constructs a new QosPolicy.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.QosPolicy.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** QosPolicy id. */
        id: string;

        /** QosPolicy name. */
        name?: (string|null);

        /** QosPolicy rates. */
        rates: edgelane.QosRate.$Properties[];

        /** QosPolicy dscp. */
        dscp?: (number|null);

        /**
         * Encodes the specified QosPolicy message. Does not implicitly {@link edgelane.QosPolicy.verify|verify} messages.
         * @param message QosPolicy message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.QosPolicy.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a QosPolicy message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.QosPolicy & edgelane.QosPolicy.$Shape} QosPolicy
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.QosPolicy & edgelane.QosPolicy.$Shape;
    }

    namespace QosPolicy {

        /** Properties of a QosPolicy. */
        interface $Properties {

            /** QosPolicy id */
            id?: (string|null);

            /** QosPolicy name */
            name?: (string|null);

            /** QosPolicy rates */
            rates?: (edgelane.QosRate.$Properties[]|null);

            /** QosPolicy dscp */
            dscp?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a QosPolicy. */
        type $Shape = edgelane.QosPolicy.$Properties;
    }

    /**
     * Properties of a QosRate.
     * @deprecated Use edgelane.QosRate.$Properties instead.
     */
    interface IQosRate extends edgelane.QosRate.$Properties {
    }

    /** Represents a QosRate. */
    class QosRate {

        /**
         * Constructs a new QosRate.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.QosRate.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** QosRate direction. */
        direction: edgelane.QosRate.Direction;

        /** QosRate kbps. */
        kbps?: (number|null);

        /** QosRate pps. */
        pps?: (number|null);

        /** QosRate burst. */
        burst?: (number|null);

        /** QosRate peak. */
        peak?: (number|null);

        /** QosRate peakBurst. */
        peakBurst?: (number|null);

        /** QosRate yellowDscp. */
        yellowDscp?: (number|null);

        /**
         * Encodes the specified QosRate message. Does not implicitly {@link edgelane.QosRate.verify|verify} messages.
         * @param message QosRate message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.QosRate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a QosRate message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.QosRate & edgelane.QosRate.$Shape} QosRate
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.QosRate & edgelane.QosRate.$Shape;
    }

    namespace QosRate {

        /** Properties of a QosRate. */
        interface $Properties {

            /** QosRate direction */
            direction?: (edgelane.QosRate.Direction|null);

            /** QosRate kbps */
            kbps?: (number|null);

            /** QosRate pps */
            pps?: (number|null);

            /** QosRate burst */
            burst?: (number|null);

            /** QosRate peak */
            peak?: (number|null);

            /** QosRate peakBurst */
            peakBurst?: (number|null);

            /** QosRate yellowDscp */
            yellowDscp?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a QosRate. */
        type $Shape = edgelane.QosRate.$Properties;

        /** Direction enum. */
        enum Direction {

            /** DIRECTION_UNSPECIFIED value */
            DIRECTION_UNSPECIFIED = 0,

            /** DIRECTION_IN value */
            DIRECTION_IN = 1,

            /** DIRECTION_OUT value */
            DIRECTION_OUT = 2
        }
    }

    /**
     * Properties of a SecurityGroup.
     * @deprecated Use edgelane.SecurityGroup.$Properties instead.
     */
    interface ISecurityGroup extends edgelane.SecurityGroup.$Properties {
    }

    /** Represents a SecurityGroup. */
    class SecurityGroup {

        /**
         * Constructs a new SecurityGroup.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.SecurityGroup.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SecurityGroup id. */
        id: string;

        /** SecurityGroup name. */
        name?: (string|null);

        /** SecurityGroup stateless. */
        stateless?: (boolean|null);

        /** SecurityGroup rules. */
        rules: edgelane.SecurityRule.$Properties[];

        /**
         * Encodes the specified SecurityGroup message. Does not implicitly {@link edgelane.SecurityGroup.verify|verify} messages.
         * @param message SecurityGroup message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.SecurityGroup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SecurityGroup message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.SecurityGroup & edgelane.SecurityGroup.$Shape} SecurityGroup
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.SecurityGroup & edgelane.SecurityGroup.$Shape;
    }

    namespace SecurityGroup {

        /** Properties of a SecurityGroup. */
        interface $Properties {

            /** SecurityGroup id */
            id?: (string|null);

            /** SecurityGroup name */
            name?: (string|null);

            /** SecurityGroup stateless */
            stateless?: (boolean|null);

            /** SecurityGroup rules */
            rules?: (edgelane.SecurityRule.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SecurityGroup. */
        type $Shape = edgelane.SecurityGroup.$Properties;
    }

    /**
     * Properties of a SecurityRule.
     * @deprecated Use edgelane.SecurityRule.$Properties instead.
     */
    interface ISecurityRule extends edgelane.SecurityRule.$Properties {
    }

    /** Represents a SecurityRule. */
    class SecurityRule {

        /**
         * Constructs a new SecurityRule.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.SecurityRule.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SecurityRule id. */
        id?: (string|null);

        /** SecurityRule direction. */
        direction: edgelane.SecurityRule.Direction;

        /** SecurityRule family. */
        family: edgelane.SecurityRule.Family;

        /** SecurityRule protocol. */
        protocol?: (number|null);

        /** SecurityRule ports. */
        ports?: (edgelane.PortRange.$Properties|null);

        /** SecurityRule remotePrefix. */
        remotePrefix?: (string|null);

        /** SecurityRule remoteGroup. */
        remoteGroup?: (string|null);

        /** SecurityRule replies. */
        replies?: (boolean|null);

        /**
         * Encodes the specified SecurityRule message. Does not implicitly {@link edgelane.SecurityRule.verify|verify} messages.
         * @param message SecurityRule message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.SecurityRule.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SecurityRule message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.SecurityRule & edgelane.SecurityRule.$Shape} SecurityRule
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.SecurityRule & edgelane.SecurityRule.$Shape;
    }

    namespace SecurityRule {

        /** Properties of a SecurityRule. */
        interface $Properties {

            /** SecurityRule id */
            id?: (string|null);

            /** SecurityRule direction */
            direction?: (edgelane.SecurityRule.Direction|null);

            /** SecurityRule family */
            family?: (edgelane.SecurityRule.Family|null);

            /** SecurityRule protocol */
            protocol?: (number|null);

            /** SecurityRule ports */
            ports?: (edgelane.PortRange.$Properties|null);

            /** SecurityRule remotePrefix */
            remotePrefix?: (string|null);

            /** SecurityRule remoteGroup */
            remoteGroup?: (string|null);

            /** SecurityRule replies */
            replies?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SecurityRule. */
        type $Shape = edgelane.SecurityRule.$Properties;

        /** Direction enum. */
        enum Direction {

            /** DIRECTION_UNSPECIFIED value */
            DIRECTION_UNSPECIFIED = 0,

            /** DIRECTION_INGRESS value */
            DIRECTION_INGRESS = 1,

            /** DIRECTION_EGRESS value */
            DIRECTION_EGRESS = 2
        }

        /** Family enum. */
        enum Family {

            /** FAMILY_UNSPECIFIED value */
            FAMILY_UNSPECIFIED = 0,

            /** FAMILY_IPV4 value */
            FAMILY_IPV4 = 1,

            /** FAMILY_IPV6 value */
            FAMILY_IPV6 = 2
        }
    }

    /**
     * Properties of an AntiSpoof.
     * @deprecated Use edgelane.AntiSpoof.$Properties instead.
     */
    interface IAntiSpoof extends edgelane.AntiSpoof.$Properties {
    }

    /** Represents an AntiSpoof. */
    class AntiSpoof {

        /**
         * Constructs a new AntiSpoof.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.AntiSpoof.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AntiSpoof pairs. */
        pairs: edgelane.AddressPair.$Properties[];

        /** AntiSpoof dhcpServer. */
        dhcpServer?: (boolean|null);

        /** AntiSpoof router. */
        router?: (boolean|null);

        /**
         * Encodes the specified AntiSpoof message. Does not implicitly {@link edgelane.AntiSpoof.verify|verify} messages.
         * @param message AntiSpoof message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.AntiSpoof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AntiSpoof message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.AntiSpoof & edgelane.AntiSpoof.$Shape} AntiSpoof
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.AntiSpoof & edgelane.AntiSpoof.$Shape;
    }

    namespace AntiSpoof {

        /** Properties of an AntiSpoof. */
        interface $Properties {

            /** AntiSpoof pairs */
            pairs?: (edgelane.AddressPair.$Properties[]|null);

            /** AntiSpoof dhcpServer */
            dhcpServer?: (boolean|null);

            /** AntiSpoof router */
            router?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AntiSpoof. */
        type $Shape = edgelane.AntiSpoof.$Properties;
    }

    /**
     * Properties of an AddressPair.
     * @deprecated Use edgelane.AddressPair.$Properties instead.
     */
    interface IAddressPair extends edgelane.AddressPair.$Properties {
    }

    /** Represents an AddressPair. */
    class AddressPair {

        /**
         * Constructs a new AddressPair.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.AddressPair.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AddressPair mac. */
        mac: string;

        /** AddressPair addresses. */
        addresses: string[];

        /**
         * Encodes the specified AddressPair message. Does not implicitly {@link edgelane.AddressPair.verify|verify} messages.
         * @param message AddressPair message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.AddressPair.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AddressPair message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.AddressPair & edgelane.AddressPair.$Shape} AddressPair
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.AddressPair & edgelane.AddressPair.$Shape;
    }

    namespace AddressPair {

        /** Properties of an AddressPair. */
        interface $Properties {

            /** AddressPair mac */
            mac?: (string|null);

            /** AddressPair addresses */
            addresses?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AddressPair. */
        type $Shape = edgelane.AddressPair.$Properties;
    }

    /**
     * Properties of a RuleLogger.
     * @deprecated Use edgelane.RuleLogger.$Properties instead.
     */
    interface IRuleLogger extends edgelane.RuleLogger.$Properties {
    }

    /** Represents a RuleLogger. */
    class RuleLogger {

        /**
         * Constructs a new RuleLogger.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.RuleLogger.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RuleLogger id. */
        id: string;

        /** RuleLogger events. */
        events: edgelane.RuleLogger.Events;

        /** RuleLogger perSecond. */
        perSecond?: (number|null);

        /** RuleLogger burst. */
        burst?: (number|null);

        /**
         * Encodes the specified RuleLogger message. Does not implicitly {@link edgelane.RuleLogger.verify|verify} messages.
         * @param message RuleLogger message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.RuleLogger.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RuleLogger message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.RuleLogger & edgelane.RuleLogger.$Shape} RuleLogger
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.RuleLogger & edgelane.RuleLogger.$Shape;
    }

    namespace RuleLogger {

        /** Properties of a RuleLogger. */
        interface $Properties {

            /** RuleLogger id */
            id?: (string|null);

            /** RuleLogger events */
            events?: (edgelane.RuleLogger.Events|null);

            /** RuleLogger perSecond */
            perSecond?: (number|null);

            /** RuleLogger burst */
            burst?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RuleLogger. */
        type $Shape = edgelane.RuleLogger.$Properties;

        /** Events enum. */
        enum Events {

            /** EVENTS_UNSPECIFIED value */
            EVENTS_UNSPECIFIED = 0,

            /** EVENTS_ACCEPT value */
            EVENTS_ACCEPT = 1,

            /** EVENTS_DROP value */
            EVENTS_DROP = 2,

            /** EVENTS_ALL value */
            EVENTS_ALL = 3
        }
    }

    /**
     * Properties of an Upcall.
     * @deprecated Use edgelane.Upcall.$Properties instead.
     */
    interface IUpcall extends edgelane.Upcall.$Properties {
    }

    /** Represents an Upcall. */
    class Upcall {

        /**
         * Constructs a new Upcall.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Upcall.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Upcall timeNs. */
        timeNs: number;

        /** Upcall port. */
        port: number;

        /** Upcall queue. */
        queue: number;

        /** Upcall reason. */
        reason: number;

        /** Upcall length. */
        length: number;

        /** Upcall key. */
        key: Uint8Array;

        /** Upcall data. */
        data: Uint8Array;

        /** Upcall flow. */
        flow?: (number|null);

        /** Upcall innerOffset. */
        innerOffset?: (number|null);

        /** Upcall l3Offset. */
        l3Offset?: (number|null);

        /** Upcall l4Offset. */
        l4Offset?: (number|null);

        /** Upcall verdict. */
        verdict?: (edgelane.UpcallVerdict.$Properties|null);

        /** Upcall arg. */
        arg?: (number|null);

        /**
         * Encodes the specified Upcall message. Does not implicitly {@link edgelane.Upcall.verify|verify} messages.
         * @param message Upcall message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Upcall.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Upcall message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Upcall & edgelane.Upcall.$Shape} Upcall
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Upcall & edgelane.Upcall.$Shape;
    }

    namespace Upcall {

        /** Properties of an Upcall. */
        interface $Properties {

            /** Upcall timeNs */
            timeNs?: (number|null);

            /** Upcall port */
            port?: (number|null);

            /** Upcall queue */
            queue?: (number|null);

            /** Upcall reason */
            reason?: (number|null);

            /** Upcall length */
            length?: (number|null);

            /** Upcall key */
            key?: (Uint8Array|null);

            /** Upcall data */
            data?: (Uint8Array|null);

            /** Upcall flow */
            flow?: (number|null);

            /** Upcall innerOffset */
            innerOffset?: (number|null);

            /** Upcall l3Offset */
            l3Offset?: (number|null);

            /** Upcall l4Offset */
            l4Offset?: (number|null);

            /** Upcall verdict */
            verdict?: (edgelane.UpcallVerdict.$Properties|null);

            /** Upcall arg */
            arg?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Upcall. */
        type $Shape = edgelane.Upcall.$Properties;
    }

    /**
     * Properties of an UpcallVerdict.
     * @deprecated Use edgelane.UpcallVerdict.$Properties instead.
     */
    interface IUpcallVerdict extends edgelane.UpcallVerdict.$Properties {
    }

    /** Represents an UpcallVerdict. */
    class UpcallVerdict {

        /**
         * Constructs a new UpcallVerdict.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.UpcallVerdict.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** UpcallVerdict result. */
        result: edgelane.UpcallVerdict.Result;

        /** UpcallVerdict dropReason. */
        dropReason?: (number|null);

        /** UpcallVerdict mask. */
        mask: Uint8Array;

        /** UpcallVerdict actions. */
        actions: Uint8Array;

        /** UpcallVerdict path. */
        path: edgelane.PathStep.$Properties[];

        /** UpcallVerdict revision. */
        revision?: (string|null);

        /** UpcallVerdict did. */
        did?: (string|null);

        /**
         * Encodes the specified UpcallVerdict message. Does not implicitly {@link edgelane.UpcallVerdict.verify|verify} messages.
         * @param message UpcallVerdict message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.UpcallVerdict.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an UpcallVerdict message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.UpcallVerdict & edgelane.UpcallVerdict.$Shape} UpcallVerdict
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.UpcallVerdict & edgelane.UpcallVerdict.$Shape;
    }

    namespace UpcallVerdict {

        /** Properties of an UpcallVerdict. */
        interface $Properties {

            /** UpcallVerdict result */
            result?: (edgelane.UpcallVerdict.Result|null);

            /** UpcallVerdict dropReason */
            dropReason?: (number|null);

            /** UpcallVerdict mask */
            mask?: (Uint8Array|null);

            /** UpcallVerdict actions */
            actions?: (Uint8Array|null);

            /** UpcallVerdict path */
            path?: (edgelane.PathStep.$Properties[]|null);

            /** UpcallVerdict revision */
            revision?: (string|null);

            /** UpcallVerdict did */
            did?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an UpcallVerdict. */
        type $Shape = edgelane.UpcallVerdict.$Properties;

        /** Result enum. */
        enum Result {

            /** RESULT_UNSPECIFIED value */
            RESULT_UNSPECIFIED = 0,

            /** RESULT_FLOW value */
            RESULT_FLOW = 1,

            /** RESULT_DROP value */
            RESULT_DROP = 2,

            /** RESULT_ONCE value */
            RESULT_ONCE = 3,

            /** RESULT_CONSUMED value */
            RESULT_CONSUMED = 4,

            /** RESULT_WAIT value */
            RESULT_WAIT = 5
        }
    }

    /**
     * Properties of a PathStep.
     * @deprecated Use edgelane.PathStep.$Properties instead.
     */
    interface IPathStep extends edgelane.PathStep.$Properties {
    }

    /** Represents a PathStep. */
    class PathStep {

        /**
         * Constructs a new PathStep.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.PathStep.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PathStep step. */
        step: string;

        /** PathStep id. */
        id: string;

        /** PathStep detail. */
        detail?: (string|null);

        /**
         * Encodes the specified PathStep message. Does not implicitly {@link edgelane.PathStep.verify|verify} messages.
         * @param message PathStep message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.PathStep.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PathStep message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.PathStep & edgelane.PathStep.$Shape} PathStep
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.PathStep & edgelane.PathStep.$Shape;
    }

    namespace PathStep {

        /** Properties of a PathStep. */
        interface $Properties {

            /** PathStep step */
            step?: (string|null);

            /** PathStep id */
            id?: (string|null);

            /** PathStep detail */
            detail?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PathStep. */
        type $Shape = edgelane.PathStep.$Properties;
    }

    /**
     * Properties of a Recording.
     * @deprecated Use edgelane.Recording.$Properties instead.
     */
    interface IRecording extends edgelane.Recording.$Properties {
    }

    /** Represents a Recording. */
    class Recording {

        /**
         * Constructs a new Recording.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.Recording.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Recording version. */
        version: number;

        /** Recording host. */
        host: string;

        /** Recording revision. */
        revision: string;

        /** Recording maxDevices. */
        maxDevices: number;

        /** Recording ports. */
        ports: string[];

        /** Recording underlay. */
        underlay: edgelane.RecordedLeg.$Properties[];

        /** Recording state. */
        state?: (edgelane.State.$Properties|null);

        /**
         * Encodes the specified Recording message. Does not implicitly {@link edgelane.Recording.verify|verify} messages.
         * @param message Recording message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.Recording.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Recording message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.Recording & edgelane.Recording.$Shape} Recording
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.Recording & edgelane.Recording.$Shape;
    }

    namespace Recording {

        /** Properties of a Recording. */
        interface $Properties {

            /** Recording version */
            version?: (number|null);

            /** Recording host */
            host?: (string|null);

            /** Recording revision */
            revision?: (string|null);

            /** Recording maxDevices */
            maxDevices?: (number|null);

            /** Recording ports */
            ports?: (string[]|null);

            /** Recording underlay */
            underlay?: (edgelane.RecordedLeg.$Properties[]|null);

            /** Recording state */
            state?: (edgelane.State.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Recording. */
        type $Shape = edgelane.Recording.$Properties;
    }

    /**
     * Properties of a RecordedLeg.
     * @deprecated Use edgelane.RecordedLeg.$Properties instead.
     */
    interface IRecordedLeg extends edgelane.RecordedLeg.$Properties {
    }

    /** Represents a RecordedLeg. */
    class RecordedLeg {

        /**
         * Constructs a new RecordedLeg.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.RecordedLeg.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RecordedLeg port. */
        port: number;

        /** RecordedLeg vlan. */
        vlan: number;

        /** RecordedLeg mac. */
        mac: number;

        /** RecordedLeg addresses. */
        addresses: string[];

        /** RecordedLeg mtu. */
        mtu?: (number|null);

        /**
         * Encodes the specified RecordedLeg message. Does not implicitly {@link edgelane.RecordedLeg.verify|verify} messages.
         * @param message RecordedLeg message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.RecordedLeg.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RecordedLeg message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.RecordedLeg & edgelane.RecordedLeg.$Shape} RecordedLeg
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.RecordedLeg & edgelane.RecordedLeg.$Shape;
    }

    namespace RecordedLeg {

        /** Properties of a RecordedLeg. */
        interface $Properties {

            /** RecordedLeg port */
            port?: (number|null);

            /** RecordedLeg vlan */
            vlan?: (number|null);

            /** RecordedLeg mac */
            mac?: (number|null);

            /** RecordedLeg addresses */
            addresses?: (string[]|null);

            /** RecordedLeg mtu */
            mtu?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RecordedLeg. */
        type $Shape = edgelane.RecordedLeg.$Properties;
    }

    /**
     * Properties of a State.
     * @deprecated Use edgelane.State.$Properties instead.
     */
    interface IState extends edgelane.State.$Properties {
    }

    /** Represents a State. */
    class State {

        /**
         * Constructs a new State.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.State.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** State version. */
        version: number;

        /** State host. */
        host: string;

        /** State savedMs. */
        savedMs?: (number|null);

        /** State stations. */
        stations: edgelane.StationEntry.$Properties[];

        /** State neighbours. */
        neighbours: edgelane.NeighbourEntry.$Properties[];

        /** State bridgeNeighbours. */
        bridgeNeighbours: edgelane.BridgeNeighbourEntry.$Properties[];

        /** State pathMtus. */
        pathMtus: edgelane.PathMtuEntry.$Properties[];

        /**
         * Encodes the specified State message. Does not implicitly {@link edgelane.State.verify|verify} messages.
         * @param message State message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.State.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a State message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.State & edgelane.State.$Shape} State
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.State & edgelane.State.$Shape;
    }

    namespace State {

        /** Properties of a State. */
        interface $Properties {

            /** State version */
            version?: (number|null);

            /** State host */
            host?: (string|null);

            /** State savedMs */
            savedMs?: (number|null);

            /** State stations */
            stations?: (edgelane.StationEntry.$Properties[]|null);

            /** State neighbours */
            neighbours?: (edgelane.NeighbourEntry.$Properties[]|null);

            /** State bridgeNeighbours */
            bridgeNeighbours?: (edgelane.BridgeNeighbourEntry.$Properties[]|null);

            /** State pathMtus */
            pathMtus?: (edgelane.PathMtuEntry.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a State. */
        type $Shape = edgelane.State.$Properties;
    }

    /**
     * Properties of a StationEntry.
     * @deprecated Use edgelane.StationEntry.$Properties instead.
     */
    interface IStationEntry extends edgelane.StationEntry.$Properties {
    }

    /** Represents a StationEntry. */
    class StationEntry {

        /**
         * Constructs a new StationEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.StationEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StationEntry bridge. */
        bridge: string;

        /** StationEntry vlan. */
        vlan: number;

        /** StationEntry mac. */
        mac: number;

        /** StationEntry where. */
        where: string;

        /** StationEntry seenMs. */
        seenMs: number;

        /**
         * Encodes the specified StationEntry message. Does not implicitly {@link edgelane.StationEntry.verify|verify} messages.
         * @param message StationEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.StationEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StationEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.StationEntry & edgelane.StationEntry.$Shape} StationEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.StationEntry & edgelane.StationEntry.$Shape;
    }

    namespace StationEntry {

        /** Properties of a StationEntry. */
        interface $Properties {

            /** StationEntry bridge */
            bridge?: (string|null);

            /** StationEntry vlan */
            vlan?: (number|null);

            /** StationEntry mac */
            mac?: (number|null);

            /** StationEntry where */
            where?: (string|null);

            /** StationEntry seenMs */
            seenMs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StationEntry. */
        type $Shape = edgelane.StationEntry.$Properties;
    }

    /**
     * Properties of a NeighbourEntry.
     * @deprecated Use edgelane.NeighbourEntry.$Properties instead.
     */
    interface INeighbourEntry extends edgelane.NeighbourEntry.$Properties {
    }

    /** Represents a NeighbourEntry. */
    class NeighbourEntry {

        /**
         * Constructs a new NeighbourEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.NeighbourEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** NeighbourEntry port. */
        port: string;

        /** NeighbourEntry address. */
        address: string;

        /** NeighbourEntry mac. */
        mac: number;

        /** NeighbourEntry seenMs. */
        seenMs: number;

        /**
         * Encodes the specified NeighbourEntry message. Does not implicitly {@link edgelane.NeighbourEntry.verify|verify} messages.
         * @param message NeighbourEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.NeighbourEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a NeighbourEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.NeighbourEntry & edgelane.NeighbourEntry.$Shape} NeighbourEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.NeighbourEntry & edgelane.NeighbourEntry.$Shape;
    }

    namespace NeighbourEntry {

        /** Properties of a NeighbourEntry. */
        interface $Properties {

            /** NeighbourEntry port */
            port?: (string|null);

            /** NeighbourEntry address */
            address?: (string|null);

            /** NeighbourEntry mac */
            mac?: (number|null);

            /** NeighbourEntry seenMs */
            seenMs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a NeighbourEntry. */
        type $Shape = edgelane.NeighbourEntry.$Properties;
    }

    /**
     * Properties of a BridgeNeighbourEntry.
     * @deprecated Use edgelane.BridgeNeighbourEntry.$Properties instead.
     */
    interface IBridgeNeighbourEntry extends edgelane.BridgeNeighbourEntry.$Properties {
    }

    /** Represents a BridgeNeighbourEntry. */
    class BridgeNeighbourEntry {

        /**
         * Constructs a new BridgeNeighbourEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.BridgeNeighbourEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** BridgeNeighbourEntry bridge. */
        bridge: string;

        /** BridgeNeighbourEntry address. */
        address: string;

        /** BridgeNeighbourEntry mac. */
        mac: number;

        /** BridgeNeighbourEntry vlan. */
        vlan?: (number|null);

        /** BridgeNeighbourEntry seenMs. */
        seenMs: number;

        /**
         * Encodes the specified BridgeNeighbourEntry message. Does not implicitly {@link edgelane.BridgeNeighbourEntry.verify|verify} messages.
         * @param message BridgeNeighbourEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.BridgeNeighbourEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a BridgeNeighbourEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.BridgeNeighbourEntry & edgelane.BridgeNeighbourEntry.$Shape} BridgeNeighbourEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.BridgeNeighbourEntry & edgelane.BridgeNeighbourEntry.$Shape;
    }

    namespace BridgeNeighbourEntry {

        /** Properties of a BridgeNeighbourEntry. */
        interface $Properties {

            /** BridgeNeighbourEntry bridge */
            bridge?: (string|null);

            /** BridgeNeighbourEntry address */
            address?: (string|null);

            /** BridgeNeighbourEntry mac */
            mac?: (number|null);

            /** BridgeNeighbourEntry vlan */
            vlan?: (number|null);

            /** BridgeNeighbourEntry seenMs */
            seenMs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a BridgeNeighbourEntry. */
        type $Shape = edgelane.BridgeNeighbourEntry.$Properties;
    }

    /**
     * Properties of a PathMtuEntry.
     * @deprecated Use edgelane.PathMtuEntry.$Properties instead.
     */
    interface IPathMtuEntry extends edgelane.PathMtuEntry.$Properties {
    }

    /** Represents a PathMtuEntry. */
    class PathMtuEntry {

        /**
         * Constructs a new PathMtuEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: edgelane.PathMtuEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PathMtuEntry remote. */
        remote: string;

        /** PathMtuEntry mtu. */
        mtu: number;

        /** PathMtuEntry seenMs. */
        seenMs: number;

        /**
         * Encodes the specified PathMtuEntry message. Does not implicitly {@link edgelane.PathMtuEntry.verify|verify} messages.
         * @param message PathMtuEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: edgelane.PathMtuEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PathMtuEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {edgelane.PathMtuEntry & edgelane.PathMtuEntry.$Shape} PathMtuEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): edgelane.PathMtuEntry & edgelane.PathMtuEntry.$Shape;
    }

    namespace PathMtuEntry {

        /** Properties of a PathMtuEntry. */
        interface $Properties {

            /** PathMtuEntry remote */
            remote?: (string|null);

            /** PathMtuEntry mtu */
            mtu?: (number|null);

            /** PathMtuEntry seenMs */
            seenMs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PathMtuEntry. */
        type $Shape = edgelane.PathMtuEntry.$Properties;
    }
}
