/* Any action list that program_check lets pass, on any packet that parses: one end for each packet and copy,
 * nothing lost, headers valid, keys true; and whatever its sender left undone, what leaves at last is valid
 * too.
 */
#include "alone.h"
#include "finish.h"
#include "fuzz.h"
#include "guest.h"
#include "mbufs.h"
#include "program.h"
#include "protocol.h"
#include "segment.h"
#include "stub_lcore.h"

/* Input: segment size, headroom, mbuf budget, flags and endpoint, mended IPv4 headers, length of the lists;
 * action lists; packet. */
#define HEADER 8
#define RAW_LISTS                                                                                            \
	0x80 /* flags: the list is as it comes, else made of its bytes so that it is well formed             \
	      */

static const struct program_limits limits = {
    .port_count = 8, .max_tunnels = 8, .max_groups = 4, .max_meters = 4};
static struct lcore lc;
static struct el_endpoint endpoint;
static struct port_offload device;
static int hidden_tags; /* below the two tags of a key, POP_VLAN may uncover headers nobody has checked */

static void check_packet(const struct rte_mbuf *m, uint16_t in_port, const struct packet *p)
{
	static uint8_t bytes[65536];
	struct el_key key;
	struct el_parsed at;
	uint32_t len = mbufs_to(m, bytes, sizeof(bytes));
	int inside = p && p->key.tun_type != EL_TUN_NONE;

	rte_mbuf_sanity_check(m, 1);
	must(len == m->pkt_len, "a chain is as long as it says");
	uint16_t reason = el_parse(bytes, len, len, in_port, inside ? &endpoint : NULL, inside, &key, &at);
	must(reason != EL_DROP_MALFORMED || hidden_tags, "edits leave headers valid");
	if (!p)
		return;
	must(reason == EL_DROP_NONE, "what comes up can be parsed");
	must(!p->stale && p->at.headers_len <= m->data_len, "headers stay contiguous");
	must(!memcmp(&key, &p->key, sizeof(key)), "the key is true");
	at.headers_len = p->at.headers_len; /* how far it looked is history */
	must(!memcmp(&at, &p->at, sizeof(at)), "the offsets are true");
}

/* What lcore_send does with it: every segment parses, and none is larger than asked. */
static void check_finished(const struct rte_mbuf *sent)
{
	static uint8_t bytes[65536];
	struct rte_mbuf *m = mbufs_from(lc.pool, bytes, mbufs_to(sent, bytes, sizeof(bytes)), 128, 0);
	struct segment_cut cut;
	struct shape s;

	if (!m) /* the budget is spent */
		return;
	m->ol_flags = sent->ol_flags;
	m->tso_segsz = sent->tso_segsz;
	if (finish_shape(&m, &s) != EL_DROP_NONE) {
		must(sent->ol_flags & WISH_TUNNEL || hidden_tags || mbufs_budget >= 0,
		     "only what ENCAP put on can hide a shape");
	} else if (finish_by_device(m, &s, &device)) {
		must(m->ol_flags & RTE_MBUF_F_TX_L4_MASK && m->l3_len &&
		         m->outer_l2_len + m->outer_l3_len + m->l2_len + m->l3_len + m->l4_len == s.payload,
		     "lengths add up to the headers");
	} else if (m->ol_flags & WISH_SEGMENT) {
		segment_open(&cut, m, &s, lc.pool);
		while (cut.left > 0) {
			struct rte_mbuf *one = segment_next(&cut);

			if (!one)
				break;
			must(one->pkt_len <= (uint32_t)s.payload + m->tso_segsz,
			     "a segment is no larger than asked");
			check_packet(one, 3, NULL);
			rte_pktmbuf_free(one);
		}
	} else {
		finish_checksums(m, &s);
		check_packet(m, 3, NULL);
	}
	rte_pktmbuf_free(m);
}

/* What a worker without a controller says to it, were the address it asks for its own. */
static void check_alone(const struct packet *up)
{
	static const uint8_t mac[6] = {2, 0, 0, 0, 0, 9};
	struct packet p = *up;
	struct el_endpoint own = {.type = EL_TUN_VXLAN};

	memcpy(own.local, p.key.nd_target_set ? p.key.nd_target : p.key.ip_dst, sizeof(own.local));
	if (!alone_answer(&p, &own, 1, mac))
		return;
	must(memcmp(rte_pktmbuf_mtod(p.m, uint8_t *) + 6, mac, 6) == 0, "it is the node that says so");
	check_packet(p.m, up->key.in_port, NULL);
}

static void on_fate(struct lcore *unused, const struct stub_fate *fate)
{
	(void)unused;
	if (fate->kind == STUB_SENT) {
		check_packet(fate->m, 3, NULL);
		if (fate->m->ol_flags & WISHES)
			check_finished(fate->m);
	} else if (fate->kind == STUB_UPCALL) {
		check_packet(fate->m, fate->p->key.in_port, fate->p);
		check_alone(fate->p);
	} else
		must(fate->reason > 0 && fate->reason < EL_DROP_COUNT, "a drop has a reason");
}

/* Writes one well-formed record made of `in`; returns its bytes, 0: no room. */
static uint32_t make_record(const uint8_t *in, uint8_t *to, uint32_t room, uint32_t depth)
{
	static const uint16_t fields[] = {40, 46, 52, 64, 80, 97, 100, 102, 104};
	static const uint8_t widths[] = {6, 6, 2, 16, 16, 1, 2, 2, 2};
	static const uint16_t reasons[] = {1, 17, 64, 90};
	uint8_t kind = in[0] % 17;
	uint32_t len = kind == EL_ACT_SET                             ? 40
	               : kind == EL_ACT_TRANSLATE                     ? sizeof(struct el_act_translate)
	               : kind == EL_ACT_ENCAP || kind == EL_ACT_DECAP ? 16
	                                                              : 8;

	if (kind == EL_ACT_CLONE && depth < EL_MAX_CLONE_DEPTH)
		len = 8 + in[1] % 16 * 8u;
	if (kind == 0 || kind == EL_ACT_CT || (kind == EL_ACT_CLONE && depth >= EL_MAX_CLONE_DEPTH)) {
		kind = EL_ACT_OUTPUT;
		len = 8;
	}
	if (len > room)
		return 0;
	memset(to, 0, len);
	struct el_act head = {.kind = kind, .len = (uint16_t)len};
	memcpy(to, &head, sizeof(head));
	uint16_t half = kind == EL_ACT_DROP        ? reasons[in[1] & 3]
	                : kind == EL_ACT_PUSH_VLAN ? 0x8100
	                                           : in[1] & 7;
	if (kind == EL_ACT_OUTPUT && in[1] & 8)
		half = EL_PORT_TUNNEL;
	if (kind == EL_ACT_SET) {
		uint32_t f = in[1] % 9;

		half = fields[f];
		memcpy(to + 8, in + 2, widths[f]);
		memset(to + 24, in[18], widths[f]);
		if (half == 52)
			to[8] |= 0x10;
		if (in[19] & 1 && (half == 64 || half == 80)) /* an IPv4 address */
			map_ipv4(to + 8, in + 2);
	}
	if (kind == EL_ACT_SELECT || kind == EL_ACT_METER)
		half &= 3;
	if (kind == EL_ACT_DEC_TTL || kind == EL_ACT_POP_VLAN || kind == EL_ACT_CLONE)
		half = 0;
	if (kind == EL_ACT_CHECK_MTU)
		half = (uint16_t)(68 + in[1] * (in[2] & 7u));
	if (kind == EL_ACT_CLAMP_MSS)
		half = (uint16_t)(1 + in[1] * 8u);
	if (kind == EL_ACT_TRANSLATE)
		half = in[1] & 1 ? 4 : 6;
	memcpy(to + 4, &half, 2);
	if (kind == EL_ACT_TRANSLATE) {
		/* Address, mask: all of one, the first 12 bytes of the other. */
		memset(to + 24, 0xff, 16);
		memset(to + 56, 0xff, 12);
		if (half == 4) {
			map_ipv4(to + 8, in + 2);
			map_ipv4(to + 40, in + 6);
		} else {
			memcpy(to + 8, in + 2, 16);
			memcpy(to + 40, in + 3, 16);
		}
	}
	if (kind == EL_ACT_ENCAP)
		memcpy(to + 8, in + 2, 3);
	if (kind == EL_ACT_CLONE) {
		uint32_t done = 8;

		while (done < len) {
			uint32_t n = make_record(in + 1 + done % 19, to + done, len - done, depth + 1);

			if (n == 0) {
				const uint16_t filler[4] = {EL_ACT_POP_VLAN, 8};
				memcpy(to + done, filler, 8);
				n = 8;
			}
			const uint16_t made = get_raw16(to + done);
			done += n;
			if (made == EL_ACT_DROP || made == EL_ACT_PUNT || made == EL_ACT_SELECT)
				break;
		}
		head.len = (uint16_t)done;
		memcpy(to, &head, sizeof(head));
		len = done;
	}
	return len;
}

/* A well-formed list out of pieces of the input, 20 bytes a record. */
static uint32_t make_list(const uint8_t *from, uint32_t size, uint8_t *to)
{
	/* Records inside records look a little further: zeros follow. */
	static uint8_t in[EL_MAX_ACTION_BYTES + 20 * (EL_MAX_CLONE_DEPTH + 2)];
	uint32_t len = 0;

	memset(in, 0, sizeof(in));
	memcpy(in, from, size);
	for (uint32_t at = 0; at < size; at += 20) {
		uint32_t n = make_record(in + at, to + len, EL_MAX_ACTION_BYTES - len, 0);

		if (n == 0) /* the list is full */
			break;
		uint16_t kind = get_raw16(to + len);

		len += n;
		if (kind == EL_ACT_DROP || kind == EL_ACT_PUNT || kind == EL_ACT_SELECT)
			break;
	}
	return len;
}

/* Eight tunnels, all kinds over both families; three next hops, one with a VLAN; groups over three lists. */
static void set_up(void)
{
	uint32_t at;

	stub_init(&lc, mbufs_pool(128 + 512));
	must(lc.pool != NULL, "there is memory");
	lc.fate = on_fate;
	for (uint16_t i = 0; i < 3; i++) {
		struct el_cmd_nexthop_set hop = {.port = i, .vlan = i * 5, .eth_dst = {2}, .eth_src = {2, 1}};

		must(nexthop_render(&lc.nexthops[i], &hop, 8, &at) == 0, "next hops render");
		lc.has_nexthop[i] = 1;
	}
	for (uint32_t i = 0; i < 8; i++) {
		struct el_cmd_tunnel_set cmd = {
		    .type = (uint8_t)(1 + i % 4),
		    .ttl = 64,
		    .udp_dst = 4789,
		    .udp_src_min = 49152,
		    .udp_src_range = 16384,
		    .nexthop_count = 1,
		    .nexthops = {i % 3},
		    .flags = (uint8_t)(i * 5 & 31),
		    .mtu = i == 5 ? 60 : 0,
		};

		cmd.local[0] = cmd.remote[0] = i < 4 ? 0 : 0x20;
		cmd.local[10] = cmd.local[11] = cmd.remote[10] = cmd.remote[11] = 0xff;
		cmd.local[12] = cmd.remote[12] = 10;
		must(tunnel_render(&lc.tunnels[i], &cmd, STUB_OBJECTS, &at) == 0, "tunnels render");
		lc.has_tunnel[i] = 1;
	}
	for (uint32_t i = 0; i < 2; i++) {
		struct el_group_member members[2] = {{.action_id = i, .weight = 1, .token = 5},
		                                     {.action_id = 2, .weight = 1, .token = 6}};

		must(group_build(&lc.groups[i], members, 2, STUB_OBJECTS, &at) == 0, "groups build");
		lc.has_group[i] = 1;
	}
	/* Two that mark what is yellow, one by packets; the rest name none. */
	for (uint32_t i = 0; i < 3; i++) {
		const struct el_cmd_meter_set cmd = {.type = i == 1 ? EL_METER_TRTCM : EL_METER_SRTCM,
		                                     .unit = i == 2 ? EL_METER_PACKETS : EL_METER_BYTES,
		                                     .yellow = i == 2 ? EL_METER_UNMARKED : 10,
		                                     .cir = 200,
		                                     .cbs = 1 + i,
		                                     .ebs = 5000,
		                                     .pir = i == 1 ? 100000 : 0};
		const uint32_t whole = METER_WHOLE;

		must(meter_check(&cmd, &at) == 0, "meters are right");
		meter_build(&lc.meters[i], &cmd, &whole, 1, 1000000);
		lc.meters[i].birth = 1;
		lc.has_meter[i] = 1;
	}
}

static void run(const uint8_t *in, const uint8_t *packet, uint32_t len, const uint8_t *acts, uint32_t act_len)
{
	static struct el_queue_stats stats;
	struct packet p = {.origin = &stats};

	memset(&stats, 0, sizeof(stats));
	lc.fates = 0;
	lc.now += in[1] * 100u;
	p.m = mbufs_from(lc.pool, packet, len, (uint16_t)(in[1] * 2u), in[0]);
	p.m->ol_flags |=
	    (in[3] & 0x08 ? RTE_MBUF_F_RX_L4_CKSUM_NONE : 0) | (in[3] & 0x10 ? RTE_MBUF_F_RX_LRO : 0);
	p.m->tso_segsz = in[4];
	device = (struct port_offload){.hardware = in[3] & 0x20 ? UINT32_MAX : 0, .tunnels = in[5]};
	mbufs_budget = in[2] & 1 ? in[2] >> 1 : -1;
	if (packet_parse(&p, 3, &endpoint, in[3] & 3 ? 1 : 0) == EL_DROP_NONE &&
	    (!(p.m->ol_flags & WISH_SIGNS) || guest_take(&p, 1) == EL_DROP_NONE)) {
		hidden_tags = is_tpid(get_be16(&p.key.eth_type));
		actions_run(&lc, &p, acts, act_len);
		must(lc.fates == 1 + stats.cloned + stats.split,
		     "one end for each packet, copy and fragment");
	} else {
		rte_pktmbuf_free(p.m);
	}
	mbufs_budget = -1;
	must(mbufs_live == 0, "every mbuf comes back");
}

int LLVMFuzzerTestOneInput(const uint8_t *in, size_t size)
{
	static _Alignas(8) uint8_t acts[EL_MAX_ACTION_BYTES];
	uint32_t offset, act_len;

	if (size < HEADER)
		return 0;
	if (!lc.pool)
		set_up();
	uint32_t list_size = get_be16(in + 6) % (size - HEADER + 1);
	const uint8_t *list = in + HEADER;
	uint32_t len = (uint32_t)size - HEADER - list_size;
	if (len == 0 || list_size > sizeof(acts))
		return 0;
	if (in[3] & RAW_LISTS) {
		act_len = list_size;
		memcpy(acts, list, list_size);
		/* An exact copy for the checker: it may not look behind the list. */
		uint8_t *exact = fuzz_copy(list, list_size);
		int error = program_check(exact, act_len, &limits, &offset);
		free(exact);
		if (error) {
			must(offset <= list_size, "an error has its place in the list");
			return 0;
		}
	} else {
		act_len = make_list(list, list_size, acts);
		must(program_check(acts, act_len, &limits, &offset) == 0, "a well-formed list passes");
	}
	/* Lists that SELECT comes to: the first is this very list, so that groups can loop. */
	memcpy(lc.actions[0], acts, act_len);
	lc.action_len[0] = act_len;
	lc.action_len[1] = act_len > 48 ? 0 : act_len;
	memcpy(lc.actions[1], acts, lc.action_len[1]);

	uint8_t *packet = fuzz_copy(list + list_size, len);
	fuzz_mend_ipv4(packet, len, in[4]);
	fuzz_mend_ipv4(packet, len, in[5]);
	endpoint = (struct el_endpoint){.type = in[3] & 3, .udp_dst = len >= 38 ? get_be16(packet + 36) : 0};
	if (in[3] & 4 && len >= 54)
		memcpy(endpoint.local, packet + 38, 16);
	else if (len >= 34)
		map_ipv4(endpoint.local, packet + 30);
	run(in, packet, len, acts, act_len);
	free(packet);
	return 0;
}
