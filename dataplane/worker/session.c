/* Makes and ends the shared memory of a session. See session.h. */
#include "session.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

int session_memory(const char *name, uint64_t bytes, void **map)
{
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return -1;
	if (ftruncate(fd, (off_t)bytes) == 0 && fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) == 0) {
		*map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
		if (*map != MAP_FAILED)
			return fd;
	}
	close(fd);
	return -1;
}

static void describe(struct el_ring *ring, uint64_t offset, uint32_t capacity)
{
	ring->data_offset = (uint32_t)offset;
	ring->capacity = capacity;
}

struct session *session_create(uint64_t number, int fd, uint32_t lcores, uint32_t command_bytes,
                               uint32_t event_bytes, uint32_t upcall_slots)
{
	uint64_t command_at = (sizeof(struct el_rings) + 63) / 64 * 64;
	uint64_t event_at = command_at + command_bytes;
	uint64_t upcall_at = (event_at + event_bytes + 63) / 64 * 64;
	uint64_t per_lcore = (uint64_t)upcall_slots * sizeof(struct el_upcall);
	uint64_t capture_at = (upcall_at + lcores * per_lcore + 63) / 64 * 64;
	struct session *s = calloc(1, sizeof(*s));
	struct el_rings *rings;

	if (!s)
		return NULL;
	s->bytes = capture_at + (uint64_t)lcores * EL_CAPTURE_BYTES;
	s->memory = s->bytes > UINT32_MAX ? -1 : session_memory("edgelane-rings", s->bytes, &s->map);
	if (s->memory < 0) {
		free(s);
		return NULL;
	}
	s->number = number;
	s->fd = fd;
	rings = s->map;
	rings->size = sizeof(*rings);
	rings->magic = EL_ABI_MAGIC;
	rings->lcore_count = lcores;
	rings->slot_size = sizeof(struct el_upcall);
	describe(&rings->command, command_at, command_bytes);
	describe(&rings->event, event_at, event_bytes);
	s->command = (struct ring_reader){&rings->command, (uint8_t *)s->map + command_at, command_bytes, 0};
	s->event = (struct ring_writer){&rings->event, (uint8_t *)s->map + event_at, event_bytes, 0, 0};
	for (uint32_t i = 0; i < lcores; i++) {
		describe(&rings->upcall[i], upcall_at + i * per_lcore, upcall_slots);
		s->upcall[i] = (struct ring_slots){
		    &rings->upcall[i], (struct el_upcall *)((uint8_t *)s->map + upcall_at + i * per_lcore),
		    upcall_slots, 0, 0};
		describe(&rings->capture[i], capture_at + (uint64_t)i * EL_CAPTURE_BYTES, EL_CAPTURE_BYTES);
		s->capture[i] = (struct ring_writer){&rings->capture[i],
		                                     (uint8_t *)s->map + rings->capture[i].data_offset,
		                                     EL_CAPTURE_BYTES, 0, 0};
	}
	return s;
}

void session_destroy(void *context, void *session)
{
	struct session *s = session;

	(void)context;
	if (s->fd >= 0)
		close(s->fd);
	munmap(s->map, s->bytes);
	close(s->memory);
	free(s);
}

void session_ring_bell(const struct session *s)
{
	static const uint8_t bell = 1;

	/* A failure means that the peer has gone (main will see it) or has bells enough. */
	if (send(s->fd, &bell, 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		return;
}
