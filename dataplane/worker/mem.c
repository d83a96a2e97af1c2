/* Anonymous mappings. See mem.h. */
#include "mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define PAGE 4096u
#define HUGE_PAGE (2u << 20)

#ifdef __has_feature /* clang */
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__ /* gcc */
/* From the heap, so that the sanitizer knows their bounds and what they point to. */
void *mem_map(size_t bytes)
{
	size_t whole = (bytes + PAGE - 1) / PAGE * PAGE;
	void *memory = aligned_alloc(PAGE, whole);

	return memory ? memset(memory, 0, whole) : NULL;
}

void mem_unmap(void *memory, size_t bytes)
{
	(void)bytes;
	free(memory);
}
#else

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
#endif
