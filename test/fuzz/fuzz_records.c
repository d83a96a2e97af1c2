/* See fuzz_records.h. */
#include "fuzz_records.h"

#include <string.h>

#include "edgelane.h"

static uint32_t state;

static uint32_t roll(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % below;
}

static uint32_t put_acts(uint8_t *out)
{
	uint32_t used = 0;

	if (roll(3) == 0) {
		struct el_act_encap encap = {
		    .act = {EL_ACT_ENCAP, sizeof(encap)}, .tunnel_id = roll(4), .key = roll(9)};
		struct el_act_output tunnel = {{EL_ACT_OUTPUT, 8}, EL_PORT_TUNNEL, 0};

		memcpy(out, &encap, sizeof(encap));
		memcpy(out + sizeof(encap), &tunnel, sizeof(tunnel));
		return sizeof(encap) + sizeof(tunnel);
	}
	for (uint32_t i = roll(4); i > 0; i--) {
		union {
			struct el_act_output output;
			struct el_act_drop drop;
			struct el_act_punt punt;
			struct el_act_select select;
			struct el_act_push_vlan push;
			struct el_act_pop_vlan pop;
			struct el_act_meter meter;
		} a = {0};

		switch (roll(8)) {
		case 0:
		case 1:
			a.output = (struct el_act_output){{EL_ACT_OUTPUT, 8}, (uint16_t)roll(3), 0};
			break;
		case 2:
			a.drop = (struct el_act_drop){{EL_ACT_DROP, 8}, (uint16_t)(64 + roll(8)), 0};
			break;
		case 3:
			a.punt = (struct el_act_punt){{EL_ACT_PUNT, 8}, roll(9)};
			break;
		case 4:
			a.select = (struct el_act_select){{EL_ACT_SELECT, 8}, roll(4)};
			break;
		case 5:
			a.push =
			    (struct el_act_push_vlan){{EL_ACT_PUSH_VLAN, 8}, 0x8100, (uint16_t)roll(4096)};
			break;
		case 6:
			a.meter = (struct el_act_meter){{EL_ACT_METER, 8}, roll(4)};
			break;
		default:
			a.pop = (struct el_act_pop_vlan){{EL_ACT_POP_VLAN, 8}, 0};
		}
		memcpy(out + used, &a, 8);
		used += 8;
	}
	return used;
}

static uint32_t put_mask(uint8_t *out, uint32_t id)
{
	struct el_cmd_mask_set c = {.mask_id = id, .mask = {.in_port = 0xffff}};

	if (roll(2))
		memset(c.mask.eth_dst, 0xff, 6);
	if (roll(2))
		memset(c.mask.ip_dst, 0xff, roll(17));
	memcpy(out, &c, sizeof(c));
	return sizeof(c);
}

static uint32_t put_flow(uint8_t *out)
{
	struct el_cmd_flow_add c = {
	    .flow_id = roll(10) ? roll(8) : roll(70), .action_id = roll(5), .mask_id = roll(4)};

	c.key.in_port = (uint16_t)roll(2);
	c.key.ip_dst[0] = (uint8_t)(roll(3) ? 0 : roll(4));
	memcpy(out, &c, sizeof(c));
	return sizeof(c);
}

static uint32_t put_action(uint8_t *out)
{
	struct el_cmd_action_set c = {.action_id = roll(5), .len = put_acts(out + sizeof(c))};

	memcpy(out, &c, sizeof(c));
	return sizeof(c) + c.len;
}

static uint32_t put_group(uint8_t *out)
{
	struct el_cmd_group_set c = {.group_id = roll(4), .member_count = roll(4)};

	for (uint32_t i = 0; i < c.member_count; i++) {
		struct el_group_member m = {
		    .action_id = roll(5), .weight = 1 + roll(3), .token = i + roll(2)};

		memcpy(out + sizeof(c) + i * sizeof(m), &m, sizeof(m));
	}
	memcpy(out, &c, sizeof(c));
	return sizeof(c) + c.member_count * (uint32_t)sizeof(struct el_group_member);
}

static uint32_t put_release(uint8_t *out)
{
	struct el_cmd_release c = {.park_id = (uint64_t)roll(roll(4) ? 4 : 34) << 32 | roll(4),
	                           .verdict = (uint16_t)roll(4),
	                           .reason = (uint16_t)roll(96)};

	if (c.verdict == EL_RELEASE_EXECUTE)
		c.act_len = put_acts(out + sizeof(c));
	memcpy(out, &c, sizeof(c));
	return sizeof(c) + c.act_len;
}

static uint32_t put_inject(uint8_t *out)
{
	struct el_cmd_inject c = {.port = (uint16_t)roll(2), .pkt_len = 1 + roll(200)};

	c.act_len = put_acts(out + sizeof(c));
	for (uint32_t i = 0; i < (c.pkt_len + 7) / 8 * 8; i++)
		out[sizeof(c) + c.act_len + i] = (uint8_t)roll(256);
	memcpy(out, &c, sizeof(c));
	return (uint32_t)sizeof(c) + c.act_len + (c.pkt_len + 7) / 8 * 8;
}

static uint32_t put_nexthop(uint8_t *out)
{
	struct el_cmd_nexthop_set c = {
	    .nexthop_id = roll(4), .port = (uint16_t)roll(3), .vlan = (uint16_t)roll(3)};

	c.eth_dst[5] = c.eth_src[5] = (uint8_t)roll(5);
	memcpy(out, &c, sizeof(c));
	return sizeof(c);
}

static uint32_t put_tunnel(uint8_t *out)
{
	struct el_cmd_tunnel_set c = {.tunnel_id = roll(4),
	                              .type = (uint8_t)(1 + roll(4)),
	                              .ttl = 64,
	                              .udp_dst = 4789,
	                              .udp_src_min = 32768,
	                              .udp_src_range = 16384,
	                              .nexthop_count = (uint16_t)roll(3)};

	memset(c.local + 10, 0xff, 2);
	memset(c.remote + 10, 0xff, 2);
	c.local[12] = c.remote[12] = 192;
	c.local[15] = 1;
	c.remote[15] = 2;
	c.mtu = (uint16_t)(roll(2) ? 60 : 0);
	c.flags = (uint8_t)roll(32);
	if (c.type != EL_TUN_VXLAN && roll(4))
		c.udp_dst = c.udp_src_min = c.udp_src_range = 0;
	for (uint32_t i = 0; i < c.nexthop_count; i++)
		c.nexthops[i] = roll(4);
	memcpy(out, &c, sizeof(c));
	return sizeof(c);
}

static uint32_t put_endpoint(uint8_t *out)
{
	struct el_cmd_endpoint_set c = {.endpoint_id = roll(3), .type = (uint8_t)(1 + roll(3))};

	c.udp_dst = c.type == EL_TUN_VXLAN ? 4789 : 0;
	c.local[15] = (uint8_t)roll(4);
	memcpy(out, &c, sizeof(c));
	return sizeof(c);
}

static uint32_t put_meter(uint8_t *out)
{
	struct el_cmd_meter_set c = {.meter_id = roll(5),
	                             .type = (uint8_t)(1 + roll(2)),
	                             .unit = (uint8_t)roll(2),
	                             .yellow = (uint8_t)(roll(2) ? roll(64) : EL_METER_UNMARKED),
	                             .cir = 1 + roll(1000),
	                             .cbs = 1 + roll(200),
	                             .ebs = 1 + roll(200)};

	if (c.type == EL_METER_TRTCM)
		c.pir = c.cir + roll(100);
	memcpy(out, &c, sizeof(c));
	return sizeof(c);
}

static uint32_t put_capture(uint8_t *out)
{
	struct el_cmd_capture c = {
	    .ports = roll(2) ? UINT64_MAX : roll(4), .points = roll(9), .snap = roll(3000)};

	memcpy(out, &c, sizeof(c));
	return sizeof(c);
}

/* Kinds that only name an object, by the word after the header. */
static uint32_t put_name(uint8_t *out, uint32_t size, uint32_t below)
{
	uint32_t id = roll(below);

	memcpy(out + sizeof(struct el_cmd_hdr), &id, sizeof(id));
	return size;
}

/* Any other kind: small random numbers in its words. */
static uint32_t put_words(uint8_t *out, uint32_t size)
{
	for (uint32_t at = sizeof(struct el_cmd_hdr); at < size; at += 4) {
		uint32_t word = roll(2) ? roll(16) : 0;

		memcpy(out + at, &word, 4);
	}
	return size;
}

size_t fuzz_record(uint8_t *out, size_t room, uint32_t seed)
{
#define SIZE_OF(name, number, type) [number] = sizeof(struct type),
	static const uint32_t sizes[] = {EL_COMMANDS(SIZE_OF)};
	_Alignas(8) uint8_t record[1024] = {0};
	struct el_cmd_hdr hdr = {.seq = seed};

	state = seed | 1;
	roll(1);
	hdr.kind = (uint16_t)(1 + roll(EL_CMD_METER_STATS - 1));
	if (hdr.kind >= EL_CMD_SHUTDOWN) /* that is left to chance */
		hdr.kind++;
	if (roll(24) == 0)
		hdr.kind = EL_CMD_CAPTURE;
	switch (hdr.kind) {
	case EL_CMD_MASK_SET:
		hdr.size = put_mask(record, roll(4));
		break;
	case EL_CMD_FLOW_ADD:
		hdr.size = put_flow(record);
		break;
	case EL_CMD_ACTION_SET:
		hdr.size = put_action(record);
		break;
	case EL_CMD_GROUP_SET:
		hdr.size = put_group(record);
		break;
	case EL_CMD_RELEASE:
		hdr.size = put_release(record);
		break;
	case EL_CMD_INJECT:
		hdr.size = put_inject(record);
		break;
	case EL_CMD_NEXTHOP_SET:
		hdr.size = put_nexthop(record);
		break;
	case EL_CMD_TUNNEL_SET:
		hdr.size = put_tunnel(record);
		break;
	case EL_CMD_ENDPOINT_SET:
		hdr.size = put_endpoint(record);
		break;
	case EL_CMD_METER_SET:
		hdr.size = put_meter(record);
		break;
	case EL_CMD_CAPTURE:
		hdr.size = put_capture(record);
		break;
	case EL_CMD_METER_DEL:
	case EL_CMD_METER_STATS:
	case EL_CMD_MASK_DEL:
	case EL_CMD_ACTION_DEL:
	case EL_CMD_FLOW_DEL:
	case EL_CMD_FLOW_STATS:
	case EL_CMD_NEXTHOP_DEL:
	case EL_CMD_TUNNEL_DEL:
	case EL_CMD_ENDPOINT_DEL:
	case EL_CMD_GROUP_DEL:
		hdr.size = put_name(record, sizes[hdr.kind], 8);
		break;
	default:
		hdr.size = put_words(record, sizes[hdr.kind]);
	}
	memcpy(record, &hdr, sizeof(hdr));
	if (hdr.size > room)
		return 0;
	memcpy(out, record, hdr.size);
	return hdr.size;
}
