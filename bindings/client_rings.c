/* Puts commands on and takes upcalls and events off the shared rings, and sleeps and wakes by doorbell.
 *
 * It must never trust what the worker writes: positions and sizes are checked before use, and what is handed
 * on has been copied out of the shared memory first.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "client.h"

#define WAIT_NAP_NS 20000

/* A full socket buffer means that the worker has bells enough waiting. */
static void ring_bell(const struct el_client *client)
{
	static const uint8_t bell = 1;

	(void)!send(client->fd, &bell, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

int el_commands_publish(struct el_client *client, uint32_t head)
{
	struct ring *ring = &client->command;
	uint32_t tail;

	if (client->rings == NULL)
		return -EL_ERR_UNSUPPORTED;
	tail = __atomic_load_n(&ring->shared->tail, __ATOMIC_ACQUIRE);
	if (head % 8 != 0 || head - ring->own > ring->capacity || head - tail > ring->capacity)
		return -EL_ERR_RANGE;
	ring->own = head;
	__atomic_store_n(&ring->shared->head, head, __ATOMIC_RELEASE);
	/* Dekker: the worker sets armed, then looks at head; we set head, then look at armed. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (__atomic_load_n(&ring->shared->armed, __ATOMIC_RELAXED) != 0 &&
	    __atomic_exchange_n(&ring->shared->armed, 0, __ATOMIC_ACQ_REL) != 0)
		ring_bell(client);
	return 0;
}

int el_commands_wait(const struct el_client *client, uint32_t most_us)
{
	static const struct timespec nap = {.tv_nsec = WAIT_NAP_NS};
	const struct ring *ring = &client->command;
	uint64_t until = el_now_ns() + most_us * 1000ull;

	if (client->rings == NULL)
		return 0;
	while (__atomic_load_n(&ring->shared->tail, __ATOMIC_ACQUIRE) != ring->own) {
		if (el_now_ns() >= until)
			return 1;
		nanosleep(&nap, NULL);
	}
	return 0;
}

/* Upcalls of one lcore. Number taken, or a negative el_err. */
static int take_from(struct ring *ring, struct el_upcall *out, uint32_t max)
{
	uint32_t head = __atomic_load_n(&ring->shared->head, __ATOMIC_ACQUIRE);
	uint32_t waiting = head - ring->own;
	const struct el_upcall *slots = (const struct el_upcall *)ring->data;

	if (waiting > ring->capacity)
		return -EL_ERR_RANGE;
	if (waiting > max)
		waiting = max;
	for (uint32_t i = 0; i < waiting; i++) {
		const struct el_upcall *slot = &slots[(ring->own + i) & (ring->capacity - 1)];
		uint32_t size = __atomic_load_n(&slot->size, __ATOMIC_RELAXED);

		if (size < offsetof(struct el_upcall, data) || size > sizeof(struct el_upcall))
			return -EL_ERR_SIZE;
		memcpy(&out[i], slot, size);
		/* Judge the copy: the slot may change under us. */
		out[i].size = size;
		if (out[i].snap_len != size - offsetof(struct el_upcall, data))
			return -EL_ERR_SIZE;
	}
	ring->own += waiting;
	__atomic_store_n(&ring->shared->tail, ring->own, __ATOMIC_RELEASE);
	return (int)waiting;
}

int el_upcalls_take(struct el_client *client, struct el_upcall *out, uint32_t max)
{
	uint32_t taken = 0;
	uint32_t first = client->next_lcore;

	if (client->lcore_count == 0)
		return 0;
	if (max > INT32_MAX)
		max = INT32_MAX;
	for (uint32_t i = 0; i < client->lcore_count && taken < max; i++) {
		int n =
		    take_from(&client->upcall[(first + i) % client->lcore_count], &out[taken], max - taken);

		if (n < 0)
			return taken > 0 ? (int)taken : n;
		taken += (uint32_t)n;
	}
	client->next_lcore = (first + 1) % client->lcore_count;
	return (int)taken;
}

/* Looks at what has come since the last time. Upcalls that wait, or 0 where the ring makes no sense: take
 * says so. */
static uint32_t look_over(struct ring *ring)
{
	uint32_t head = __atomic_load_n(&ring->shared->head, __ATOMIC_ACQUIRE), waiting = head - ring->own;
	const struct el_upcall *slots = (const struct el_upcall *)ring->data;

	if (waiting > ring->capacity)
		return 0;
	if (head - ring->seen > waiting)
		ring->seen = ring->own;
	for (; ring->seen != head; ring->seen++) {
		uint16_t port =
		    __atomic_load_n(&slots[ring->seen & (ring->capacity - 1)].port, __ATOMIC_RELAXED);

		if (ring->seen != ring->own && port != ring->port)
			ring->change = ring->seen;
		ring->port = port;
	}
	return waiting;
}

int el_upcalls_mixed(struct el_client *client)
{
	const struct ring *other = NULL;

	for (uint32_t i = 0; i < client->lcore_count; i++) {
		struct ring *ring = &client->upcall[i];
		uint32_t waiting = look_over(ring), at = ring->change - ring->own;

		if (waiting == 0)
			continue;
		if ((at > 0 && at < waiting) || (other && other->port != ring->port))
			return 1;
		other = ring;
	}
	return 0;
}

/* Whole records of a byte ring, without PAD. Bytes taken, or a negative el_err. */
static int take_bytes(struct ring *ring, uint8_t *out, uint32_t bytes)
{
	uint32_t head = __atomic_load_n(&ring->shared->head, __ATOMIC_ACQUIRE), tail = ring->own, taken = 0;
	int code = 0;

	if (head - tail > ring->capacity || head % 8 != 0)
		return -EL_ERR_RANGE;
	while (tail != head) {
		uint32_t at = tail & (ring->capacity - 1);
		uint32_t room = ring->capacity - at < head - tail ? ring->capacity - at : head - tail;
		struct el_ev_hdr hdr;

		memcpy(&hdr, ring->data + at, sizeof(hdr));
		if (hdr.size < sizeof(hdr) || hdr.size % 8 != 0 || hdr.size > room) {
			code = -EL_ERR_SIZE;
			break;
		}
		if (hdr.kind != EL_EV_PAD) {
			if (hdr.size > bytes - taken) {
				code = -EL_ERR_SIZE;
				break;
			}
			memcpy(out + taken, ring->data + at, hdr.size);
			memcpy(out + taken, &hdr, sizeof(hdr));
			taken += hdr.size;
		}
		tail += hdr.size;
	}
	ring->own = tail;
	__atomic_store_n(&ring->shared->tail, tail, __ATOMIC_RELEASE);
	return taken > 0 ? (int)taken : code;
}

int el_events_take(struct el_client *client, void *out, uint32_t bytes)
{
	return client->rings == NULL ? 0 : take_bytes(&client->event, out, bytes);
}

int el_captures_take(struct el_client *client, void *out, uint32_t bytes)
{
	uint32_t taken = 0, first = client->next_capture++;

	if (bytes > INT32_MAX)
		bytes = INT32_MAX;
	for (uint32_t i = 0; i < client->lcore_count; i++) {
		struct ring *ring = &client->capture[(first + i) % client->lcore_count];
		int n = ring->capacity == 0 ? 0 : take_bytes(ring, (uint8_t *)out + taken, bytes - taken);

		/* The next one may be too large for what room is left: it comes first another time. */
		if (n < 0 && taken > 0)
			break;
		if (n < 0)
			return n;
		taken += (uint32_t)n;
	}
	return (int)taken;
}

static bool waiting(const struct ring *ring)
{
	return __atomic_load_n(&ring->shared->head, __ATOMIC_ACQUIRE) != ring->own;
}

static void set_armed(struct el_client *client, uint32_t armed)
{
	__atomic_store_n(&client->event.shared->armed, armed, __ATOMIC_RELAXED);
	for (uint32_t i = 0; i < client->lcore_count; i++)
		__atomic_store_n(&client->upcall[i].shared->armed, armed, __ATOMIC_RELAXED);
}

int el_client_arm(struct el_client *client)
{
	bool some = false;

	if (client->rings == NULL)
		return 0;
	set_armed(client, 1);
	/* Dekker: we set armed, then look at head; the worker sets head, then looks at armed. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	some = waiting(&client->event);
	for (uint32_t i = 0; i < client->lcore_count && !some; i++)
		some = waiting(&client->upcall[i]);
	if (some)
		set_armed(client, 0);
	return some;
}

int el_client_drain(struct el_client *client)
{
	uint8_t bells[256];

	for (;;) {
		ssize_t n = recv(client->fd, bells, sizeof(bells), MSG_DONTWAIT);

		if (n == 0)
			return -1;
		if (n < 0 && errno != EINTR)
			return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
	}
}
