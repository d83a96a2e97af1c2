/* The general parser, under the name that the packet code calls. */
#include "../fuzz/parse_general.c"

#undef el_parse
uint16_t el_parse(const uint8_t *data, uint32_t len, uint32_t pkt_len, uint16_t in_port,
                  const struct el_endpoint *endpoints, uint32_t endpoint_count, struct el_key *key,
                  struct el_parsed *parsed)
{
	return el_parse_general(data, len, pkt_len, in_port, endpoints, endpoint_count, key, parsed);
}
