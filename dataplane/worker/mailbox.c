/* The main thread's half of a mailbox. See mailbox.h. */
#include "mailbox.h"

#include <stdlib.h>

bool mailbox_ready(struct mailbox *box)
{
	uint32_t handled = __atomic_load_n(&box->tail, __ATOMIC_ACQUIRE);

	while (box->freed != handled)
		free(box->slot[box->freed++ & (MAILBOX_SLOTS - 1)]);
	return box->head - handled < MAILBOX_SLOTS;
}

void mailbox_put(struct mailbox *box, struct message *msg)
{
	box->slot[box->head & (MAILBOX_SLOTS - 1)] = msg;
	__atomic_store_n(&box->head, box->head + 1, __ATOMIC_RELEASE);
}

uint32_t mailbox_mark(const struct mailbox *box)
{
	return box->head;
}

bool mailbox_passed(const struct mailbox *box, uint32_t mark)
{
	return (int32_t)(__atomic_load_n(&box->tail, __ATOMIC_ACQUIRE) - mark) >= 0;
}
