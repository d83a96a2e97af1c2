/* Frames into a pcap file (Ethernet, microseconds).*/
#ifndef EDGELANE_CARDS_PCAP_H
#define EDGELANE_CARDS_PCAP_H

#include <stdint.h>
#include <stdio.h>

/* NULL: it cannot be written. */
FILE *pcap_create(const char *path);
/* `us`: its time stamp. */
void pcap_put(FILE *pcap, const uint8_t *frame, uint32_t len, uint32_t us);

#endif
