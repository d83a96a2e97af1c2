/* See handshake.h. The counters go out by a descriptor that was opened for reading only. */
#include "handshake.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "layout_hash.h"

uint32_t handshake_check(const struct el_hello *hello)
{
	if (hello->magic != EL_ABI_MAGIC || hello->version != EL_ABI_VERSION)
		return EL_ERR_VERSION;
	if (hello->layout != EL_LAYOUT_HASH)
		return EL_ERR_LAYOUT;
	if (hello->size != sizeof(*hello))
		return EL_ERR_SIZE;
	if (hello->role != EL_ROLE_CONTROLLER && hello->role != EL_ROLE_OBSERVER)
		return EL_ERR_RANGE;
	return EL_ERR_OK;
}

int handshake_send(const struct worker *w, int fd, uint32_t error, const struct session *session)
{
	struct el_welcome welcome = {
	    .size = sizeof(welcome),
	    .magic = EL_ABI_MAGIC,
	    .version = EL_ABI_VERSION,
	    .layout = EL_LAYOUT_HASH,
	    .error = error,
	    .pid = (uint32_t)getpid(),
	    .session = w->session_number,
	    .generation = w->generation,
	    .rings_bytes = session ? session->bytes : 0,
	    .counters_bytes = w->counters_bytes,
	    .flow_count = w->flows.count,
	};
	int fds[2] = {w->counters_read_fd, session ? session->memory : -1};
	size_t fds_bytes = session ? sizeof(fds) : sizeof(fds[0]);
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(fds))];
	} control = {0};
	struct iovec part = {&welcome, sizeof(welcome)};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

	if (!error) {
		struct cmsghdr *c = &control.align;

		message.msg_control = control.bytes;
		message.msg_controllen = CMSG_SPACE(fds_bytes);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(fds_bytes);
		memcpy(CMSG_DATA(c), fds, fds_bytes);
	}
	return sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)sizeof(welcome) ? 0 : -1;
}
