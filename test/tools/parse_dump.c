/* Prints what el_parse and el_hash_flow make of packets, for a judge that knows nothing of this code.
 *
 * Lines in:  endpoint HEX        struct el_endpoint; adds one
 *            parse IN_PORT HEX [LEN]   LEN contiguous bytes of the packet, all by default
 * Lines out: one a parse: REASON HASH KEY PARSED   (numbers in decimal, structs in hex)
 * Must give el_parse a heap copy of exactly the bytes it may read. Exit 2: a line was not understood.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "edgelane.h"
#include "hex.h"

static struct el_endpoint endpoints[EL_MAX_ENDPOINTS];
static uint32_t endpoint_count;

static int add_endpoint(const char *hex)
{
	if (endpoint_count == EL_MAX_ENDPOINTS)
		return -1;
	struct el_endpoint *e = &endpoints[endpoint_count++];
	return hex_read(hex, (uint8_t *)e, sizeof(*e)) == (long)sizeof(*e) ? 0 : -1;
}

static int parse(const char *port, const char *hex, const char *len_word)
{
	static uint8_t bytes[65536];
	long pkt_len = hex_read(hex, bytes, sizeof(bytes));
	long len = len_word ? atol(len_word) : pkt_len;
	struct el_parsed parsed;
	struct el_key key;

	if (pkt_len < 0 || len < 0 || len > pkt_len)
		return -1;
	uint8_t *data = malloc(len ? (size_t)len : 1);
	if (!data)
		return -1;
	memcpy(data, bytes, (size_t)len);
	uint16_t reason = el_parse(data, (uint32_t)len, (uint32_t)pkt_len, (uint16_t)atoi(port), endpoints,
	                           endpoint_count, &key, &parsed);
	free(data);
	printf("%u %" PRIu32 " ", reason, el_hash_flow(&key));
	hex_print((const uint8_t *)&key, sizeof(key));
	putchar(' ');
	hex_print((const uint8_t *)&parsed, sizeof(parsed));
	putchar('\n');
	return 0;
}

int main(void)
{
	static char line[262144];

	while (fgets(line, sizeof(line), stdin)) {
		char *verb = strtok(line, " \n");
		char *a = strtok(NULL, " \n");
		char *b = strtok(NULL, " \n");
		char *c = strtok(NULL, " \n");
		int done = -1;

		if (verb && a && !strcmp(verb, "endpoint"))
			done = add_endpoint(a);
		else if (verb && a && b && !strcmp(verb, "parse"))
			done = parse(a, b, c);
		if (done < 0) {
			fprintf(stderr, "parse_dump: not understood: %s\n", verb ? verb : "(empty)");
			return 2;
		}
	}
	return 0;
}
