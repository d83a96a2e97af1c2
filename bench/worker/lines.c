/* See lines.h. Regions are the writable mappings of the process; copies of them and the sets of lines that
 * differ live in mappings of their own, which are left out, as is this thread's stack: each lcore has its
 * own.
 */
#include "lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LINE 64u
#define REGIONS 256u
#define LARGEST (1ull << 30) /* what is larger is reserved, not used */

struct region {
	uint8_t *at;
	size_t bytes;
	uint8_t *copy;
	uint8_t *by; /* bit i: lane i has written the line */
};

static void *pages(size_t bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		rig_die("no memory to look for shared lines");
	return at;
}

static uint32_t find_regions(struct region *regions)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512], rights[8];
	unsigned long from, to;
	uint32_t count = 0;

	if (!maps)
		rig_die("there is no /proc/self/maps");
	while (count < REGIONS && fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 || strncmp(rights, "rw", 2) != 0 ||
		    strstr(line, "[stack]") || to - from > LARGEST)
			continue;
		regions[count++] = (struct region){.at = (uint8_t *)from, .bytes = to - from};
	}
	fclose(maps);
	return count;
}

static void compare(struct region *r, uint8_t bit)
{
	for (size_t i = 0; i < r->bytes; i += LINE)
		if (memcmp(r->at + i, r->copy + i, LINE) != 0)
			r->by[i / LINE] |= bit;
}

/* What all lcores read no lcore may write. */
static int is_everybodys(const struct rig *r, const uint8_t *line)
{
	return line + LINE > (const uint8_t *)&r->w && line < (const uint8_t *)(&r->w + 1);
}

struct lines lines_written(struct lane *lanes)
{
	static struct region regions[REGIONS];
	uint32_t count = find_regions(regions);
	struct lines found = {0};

	for (uint32_t i = 0; i < count; i++) {
		regions[i].copy = pages(regions[i].bytes);
		regions[i].by = pages(regions[i].bytes / LINE);
	}
	/* Both before either runs, so that no buffer goes from one to the other. */
	for (uint32_t lane = 0; lane < RIG_LANES; lane++)
		lane_fill(&lanes[lane], 1);
	for (uint32_t lane = 0; lane < RIG_LANES; lane++) {
		for (uint32_t i = 0; i < count; i++)
			memcpy(regions[i].copy, regions[i].at, regions[i].bytes);
		bench_measured(&lanes[lane]);
		for (uint32_t i = 0; i < count; i++)
			compare(&regions[i], (uint8_t)(1u << lane));
	}
	for (uint32_t lane = 0; lane < RIG_LANES; lane++)
		lane_judge(&lanes[lane], 1);
	for (uint32_t i = 0; i < count; i++) {
		for (size_t j = 0; j < regions[i].bytes / LINE; j++) {
			found.written[0] += regions[i].by[j] & 1;
			found.written[1] += regions[i].by[j] >> 1 & 1;
			if (regions[i].by[j] == 3 ||
			    (regions[i].by[j] && is_everybodys(lanes->r, regions[i].at + j * LINE))) {
				found.shared++;
				fprintf(stderr, "an lcore writes a line of another's at %p\n",
				        (void *)(regions[i].at + j * LINE));
			}
		}
		munmap(regions[i].copy, regions[i].bytes);
		munmap(regions[i].by, regions[i].bytes / LINE);
	}
	return found;
}
