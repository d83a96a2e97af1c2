/* Opens the controller's end of the control socket and maps the shared memories behind it.
 *
 * It links libc only. It must never trust what the worker sends: sizes, seals, offsets and capacities are all
 * checked here, once, so that later reads stay inside the mappings.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "client.h"
#include "layout_hash.h"

#define HANDSHAKE_SECONDS 5
#define LARGEST_RING (1u << 30)

static int fail(char *error, uint32_t error_size, int code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (error != NULL && error_size > 0)
		vsnprintf(error, error_size, format, args);
	va_end(args);
	return code;
}

static const char *error_text(uint32_t code)
{
#define TEXT(name, number, text) [number] = text,
	static const char *const texts[] = {EL_ERRORS(TEXT)};
#undef TEXT
	return code < sizeof(texts) / sizeof(texts[0]) && texts[code] != NULL ? texts[code] : "unknown error";
}

static int dial(const char *path, char *error, uint32_t error_size)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct timeval patience = {.tv_sec = HANDSHAKE_SECONDS};
	int fd, saved;

	if (strlen(path) >= sizeof(address.sun_path))
		return fail(error, error_size, -EL_ERR_SOCKET,
		            "%s: longer than the %zu bytes a socket path may have", path,
		            sizeof(address.sun_path) - 1);
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return fail(error, error_size, -1000 - errno, "%s: %s", path, strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		saved = errno;
		close(fd);
		return fail(error, error_size, -1000 - saved, "%s: %s", path, strerror(saved));
	}
	return fd;
}

/* Reads the welcome and up to two descriptors. Returns how many bytes came, or -1 with errno. */
static ssize_t receive_welcome(int fd, struct el_welcome *welcome, int fds[2])
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(2 * sizeof(int))];
	} control;
	size_t got = 0, wanted = sizeof(*welcome);

	while (got < wanted) {
		struct iovec part = {(char *)welcome + got, wanted - got};
		struct msghdr message = {.msg_iov = &part,
		                         .msg_iovlen = 1,
		                         .msg_control = control.bytes,
		                         .msg_controllen = sizeof(control.bytes)};
		ssize_t n = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c != NULL; c = CMSG_NXTHDR(&message, c)) {
			if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
				continue;
			size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);

			for (size_t i = 0; i < count; i++) {
				int received;

				memcpy(&received, CMSG_DATA(c) + i * sizeof(int), sizeof(int));
				if (fds[0] < 0)
					fds[0] = received;
				else if (fds[1] < 0)
					fds[1] = received;
				else
					close(received);
			}
		}
		got += (size_t)n;
	}
	return (ssize_t)got;
}

static int shake_hands(int fd, const char *path, uint32_t role, struct el_welcome *welcome, int fds[2],
                       char *error, uint32_t error_size)
{
	struct el_hello hello = {.size = sizeof(hello),
	                         .magic = EL_ABI_MAGIC,
	                         .version = EL_ABI_VERSION,
	                         .layout = EL_LAYOUT_HASH,
	                         .role = role,
	                         .pid = (uint32_t)getpid()};
	ssize_t got;

	memset(welcome, 0, sizeof(*welcome));
	if (send(fd, &hello, sizeof(hello), MSG_NOSIGNAL) != (ssize_t)sizeof(hello))
		return fail(error, error_size, -1000 - errno, "%s: %s", path, strerror(errno));
	got = receive_welcome(fd, welcome, fds);
	if (got < 0)
		return fail(error, error_size, -1000 - errno, "%s: the worker did not answer: %s", path,
		            strerror(errno));
	if (got < (ssize_t)offsetof(struct el_welcome, pid) || welcome->magic != EL_ABI_MAGIC)
		return fail(error, error_size, -EL_ERR_SOCKET, "%s: the answer is no worker's", path);
	if (welcome->version != EL_ABI_VERSION)
		return fail(error, error_size, -EL_ERR_VERSION,
		            "%s: the worker speaks ABI version %u, this side %u", path, welcome->version,
		            EL_ABI_VERSION);
	if (welcome->layout != EL_LAYOUT_HASH)
		return fail(error, error_size, -EL_ERR_LAYOUT,
		            "%s: the worker was built from header %08x, this side from %08x", path,
		            welcome->layout, EL_LAYOUT_HASH);
	if (welcome->error != EL_ERR_OK)
		return fail(error, error_size, -(int)(welcome->error & 0xff), "%s: %s", path,
		            error_text(welcome->error));
	if (got < (ssize_t)sizeof(*welcome) || welcome->size != sizeof(*welcome))
		return fail(error, error_size, -EL_ERR_SIZE, "%s: the worker's welcome has a wrong size",
		            path);
	return 0;
}

/* A memory that could shrink under us would turn a read into SIGBUS: the seal is required. */
static void *map_sealed(int fd, uint64_t bytes, size_t least, int protection)
{
	struct stat info;
	int seals = fcntl(fd, F_GET_SEALS);
	void *memory;

	if (fd < 0 || seals < 0 || (seals & F_SEAL_SHRINK) == 0 || fstat(fd, &info) < 0 || info.st_size < 0 ||
	    bytes > (uint64_t)info.st_size || bytes < least)
		return NULL;
	/* All of it is used before long: no fault while packets wait. */
	memory = mmap(NULL, bytes, protection, MAP_SHARED | MAP_POPULATE, fd, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

static bool adopt_ring(struct el_client *client, struct ring *ring, struct el_ring *shared, uint32_t unit,
                       bool producer)
{
	uint32_t offset = shared->data_offset;
	uint32_t capacity = shared->capacity;

	if (capacity == 0 || capacity > LARGEST_RING || (capacity & (capacity - 1)) != 0 || offset % 8 != 0 ||
	    offset < sizeof(struct el_rings) || capacity * (uint64_t)unit > client->rings_bytes ||
	    offset > client->rings_bytes - capacity * (uint64_t)unit)
		return false;
	ring->shared = shared;
	ring->data = client->rings + offset;
	ring->capacity = capacity;
	ring->own = __atomic_load_n(producer ? &shared->head : &shared->tail, __ATOMIC_ACQUIRE);
	return true;
}

static bool adopt_rings(struct el_client *client)
{
	struct el_rings *rings = (struct el_rings *)client->rings;

	if (rings->size != sizeof(*rings) || rings->magic != EL_ABI_MAGIC ||
	    rings->slot_size != sizeof(struct el_upcall) || rings->lcore_count > EL_MAX_LCORES)
		return false;
	client->lcore_count = rings->lcore_count;
	if (!adopt_ring(client, &client->command, &rings->command, 1, true) ||
	    !adopt_ring(client, &client->event, &rings->event, 1, false))
		return false;
	for (uint32_t i = 0; i < client->lcore_count; i++)
		if (!adopt_ring(client, &client->upcall[i], &rings->upcall[i], sizeof(struct el_upcall),
		                false) ||
		    (rings->capture[i].capacity != 0 &&
		     !adopt_ring(client, &client->capture[i], &rings->capture[i], 1, false)))
			return false;
	return true;
}

static bool map_memories(struct el_client *client, const struct el_welcome *welcome, uint32_t role,
                         const int fds[2])
{
	client->counters_bytes = welcome->counters_bytes;
	client->counters = map_sealed(fds[0], welcome->counters_bytes, sizeof(struct el_counters), PROT_READ);
	if (client->counters == NULL || client->counters->size != sizeof(struct el_counters) ||
	    client->counters->magic != EL_ABI_MAGIC)
		return false;
	if (role != EL_ROLE_CONTROLLER)
		return true;
	client->rings_bytes = welcome->rings_bytes;
	client->rings =
	    map_sealed(fds[1], welcome->rings_bytes, sizeof(struct el_rings), PROT_READ | PROT_WRITE);
	return client->rings != NULL && adopt_rings(client);
}

int el_client_open(const char *socket_path, uint32_t role, struct el_welcome *welcome,
                   struct el_client **client, char *error, uint32_t error_size)
{
	struct el_client *made;
	int fds[2] = {-1, -1};
	int code, fd;

	*client = NULL;
	fd = dial(socket_path, error, error_size);
	if (fd < 0)
		return fd;
	made = calloc(1, sizeof(*made));
	if (made == NULL) {
		close(fd);
		return fail(error, error_size, -EL_ERR_NO_MEMORY, "%s: %s", socket_path,
		            error_text(EL_ERR_NO_MEMORY));
	}
	made->fd = fd;
	code = shake_hands(fd, socket_path, role, welcome, fds, error, error_size);
	if (code == 0 && !map_memories(made, welcome, role, fds))
		code = fail(error, error_size, -EL_ERR_LAYOUT,
		            "%s: the worker's shared memory is not what its header says", socket_path);
	for (int i = 0; i < 2; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	if (code != 0) {
		el_client_close(made);
		return code;
	}
	*client = made;
	return 0;
}

void el_client_close(struct el_client *client)
{
	if (client == NULL)
		return;
	if (client->rings != NULL)
		munmap(client->rings, client->rings_bytes);
	if (client->counters != NULL)
		munmap((void *)(uintptr_t)client->counters, client->counters_bytes);
	close(client->fd);
	free(client);
}

int el_client_fd(const struct el_client *client)
{
	int fd = fcntl(client->fd, F_DUPFD_CLOEXEC, 0);

	return fd < 0 ? -1000 - errno : fd;
}

void *el_client_rings(const struct el_client *client)
{
	return client->rings;
}

const void *el_client_counters(const struct el_client *client)
{
	return client->counters;
}
