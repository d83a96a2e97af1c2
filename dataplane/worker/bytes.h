/* Unaligned big-endian loads and stores on packet bytes. Must depend on nothing but libc. */
#ifndef EDGELANE_BYTES_H
#define EDGELANE_BYTES_H

#include <stdint.h>
#include <string.h>

static inline uint16_t get_be16(const void *from)
{
	uint16_t v;
	memcpy(&v, from, sizeof(v));
	return __builtin_bswap16(v);
}

static inline uint32_t get_be32(const void *from)
{
	uint32_t v;
	memcpy(&v, from, sizeof(v));
	return __builtin_bswap32(v);
}

static inline void put_be16(void *to, uint16_t v)
{
	v = __builtin_bswap16(v);
	memcpy(to, &v, sizeof(v));
}

static inline void put_be32(void *to, uint32_t v)
{
	v = __builtin_bswap32(v);
	memcpy(to, &v, sizeof(v));
}

/* As they stand in memory, no byte order: for copies, sums and comparisons. */
static inline uint16_t get_raw16(const void *from)
{
	uint16_t v;
	memcpy(&v, from, sizeof(v));
	return v;
}

static inline uint32_t get_raw32(const void *from)
{
	uint32_t v;
	memcpy(&v, from, sizeof(v));
	return v;
}

static inline uint64_t get_raw64(const void *from)
{
	uint64_t v;
	memcpy(&v, from, sizeof(v));
	return v;
}

static inline void put_raw16(void *to, uint16_t v)
{
	memcpy(to, &v, sizeof(v));
}

static inline void put_raw32(void *to, uint32_t v)
{
	memcpy(to, &v, sizeof(v));
}

/* IPv4 address as the 16 bytes a key holds: ::ffff:a.b.c.d. */
static inline void map_ipv4(uint8_t to[16], const void *address)
{
	memset(to, 0, 10);
	to[10] = 0xff;
	to[11] = 0xff;
	memcpy(to + 12, address, 4);
}

static inline int is_mapped_ipv4(const uint8_t address[16])
{
	static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};
	return memcmp(address, prefix, sizeof(prefix)) == 0;
}

#endif
