/* See checksum_ref.h. */
#include "checksum_ref.h"

uint32_t ref_sum(const uint8_t *p, uint32_t len)
{
	uint32_t sum = 0; /* 64 KB of 0xffff stay below 2^32 */

	for (uint32_t i = 0; i + 1 < len; i += 2)
		sum += read16(p + i);
	if (len & 1)
		sum += (uint32_t)p[len - 1] << 8;
	return sum;
}

uint32_t ref_fold(uint64_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint32_t)sum;
}

uint32_t ref_ipv4(const uint8_t *ip)
{
	uint32_t bytes = (ip[0] & 15) * 4u;

	return ref_fold((uint64_t)ref_sum(ip, 10) + ref_sum(ip + 12, bytes - 12)) ^ 0xffff;
}

uint32_t ref_pseudo(const uint8_t *f, const struct layer *l, uint32_t l4_bytes)
{
	const uint8_t *ip = f + l->l3;
	uint64_t sum = l->version == 4 ? ref_sum(ip + 12, 8) : ref_sum(ip + 8, 32);

	return ref_fold(sum + l->proto + (l4_bytes >> 16) + (l4_bytes & 0xffff));
}

uint32_t ref_l4_field(uint8_t proto)
{
	return proto == 6 ? 16 : 6;
}

uint32_t ref_l4(const uint8_t *f, const struct layer *l)
{
	uint32_t bytes = l->end - l->l4, field = ref_l4_field(l->proto), sum;

	sum = ref_fold((uint64_t)ref_pseudo(f, l, bytes) + ref_sum(f + l->l4, field) +
	               ref_sum(f + l->l4 + field + 2, bytes - field - 2)) ^
	      0xffff;
	return l->proto == 17 && sum == 0 ? 0xffff : sum;
}

bool ref_ipv4_right(const uint8_t *f, const struct layer *l)
{
	return ref_fold(ref_sum(f + l->l3, (f[l->l3] & 15) * 4u)) == 0xffff;
}

bool ref_l4_right(const uint8_t *f, const struct layer *l)
{
	uint32_t bytes = l->end - l->l4;

	if (l->proto == 17 && l->version == 4 && read16(f + l->l4 + 6) == 0)
		return true;
	return ref_fold((uint64_t)ref_pseudo(f, l, bytes) + ref_sum(f + l->l4, bytes)) == 0xffff;
}
