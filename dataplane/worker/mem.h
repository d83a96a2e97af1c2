/* Big zeroed tables outside DPDK's heap: backed page by page as they are touched, huge pages where the kernel
 * has them, so that a bound of millions costs nothing until it is used.
 *
 * Main thread only. Never for packet data.
 */
#ifndef EDGELANE_MEM_H
#define EDGELANE_MEM_H

#include <stddef.h>

/* NULL: out of memory. Page aligned. */
void *mem_map(size_t bytes);
void mem_unmap(void *memory, size_t bytes);

#endif
