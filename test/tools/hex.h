/* Hexadecimal in and out for the tools that scapy judges. */
#ifndef EDGELANE_TEST_HEX_H
#define EDGELANE_TEST_HEX_H

#include <stdint.h>
#include <stdio.h>

static inline int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Bytes of a word of lower-case hex digits ("-" is none); -1: not hex, or more than `size`. */
static inline long hex_read(const char *word, uint8_t *bytes, long size)
{
	long n = 0;

	if (word[0] == '-' && word[1] == 0)
		return 0;
	for (; word[0]; word += 2, n++) {
		int high = hex_digit(word[0]);
		int low = high < 0 ? -1 : hex_digit(word[1]);

		if (low < 0 || n == size)
			return -1;
		bytes[n] = (uint8_t)(high << 4 | low);
	}
	return n;
}

static inline void hex_print(const uint8_t *bytes, uint32_t n)
{
	if (n == 0)
		putchar('-');
	for (uint32_t i = 0; i < n; i++)
		printf("%02x", bytes[i]);
}

#endif
