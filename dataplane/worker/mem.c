/* Anonymous mappings. See mem.h. */
#include "mem.h"

#include <sys/mman.h>

#define HUGE_PAGE (2u << 20)

void *mem_map(size_t bytes)
{
	void *memory =
	    mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED)
		return NULL;
	if (bytes >= HUGE_PAGE)
		madvise(memory, bytes, MADV_HUGEPAGE); /* a wish: its refusal costs speed only */
	return memory;
}

void mem_unmap(void *memory, size_t bytes)
{
	if (memory)
		munmap(memory, bytes);
}
