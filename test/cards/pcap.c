/* See pcap.h. */
#include "pcap.h"

FILE *pcap_create(const char *path)
{
	static const uint32_t header[6] = {0xa1b2c3d4, 4u << 16 | 2u, 0, 0, 1u << 18, 1};
	FILE *f = fopen(path, "wb");

	if (f)
		fwrite(header, sizeof(header), 1, f);
	return f;
}

void pcap_put(FILE *pcap, const uint8_t *frame, uint32_t len, uint32_t us)
{
	uint32_t record[4] = {1 + us / 1000000, us % 1000000, len, len};

	fwrite(record, sizeof(record), 1, pcap);
	fwrite(frame, len, 1, pcap);
}
