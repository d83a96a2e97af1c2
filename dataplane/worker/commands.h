/* The command consumer: takes records off the controller's ring, checks them, carries them out, answers.
 *
 * A record is copied out of the shared memory before its first field is looked at. A bad one is answered by
 * event ERROR and changes nothing. While the event ring has no room for an answer, nothing is consumed.
 */
#ifndef EDGELANE_COMMANDS_H
#define EDGELANE_COMMANDS_H

#include <stdbool.h>
#include <stdint.h>

#include "worker.h"

#define COMMANDS_SYNCS 64u
/* The largest record: an INJECT with a full action list and a full frame. */
#define COMMANDS_LARGEST ((sizeof(struct el_cmd_inject) + EL_MAX_ACTION_BYTES + EL_MAX_FRAME + 7) / 8 * 8)

/* A SYNC that waits for its lcores. */
struct sync {
	uint64_t token; /* the controller's */
	uint64_t grace; /* RCU */
	uint32_t mark[EL_MAX_LCORES];
};

struct commands {
	struct worker *w;
	struct sync sync[COMMANDS_SYNCS]; /* FIFO */
	uint32_t sync_head, sync_tail;
	bool dumping;
	uint32_t dump_next;
	uint64_t dump_token;
	bool shutdown; /* SHUTDOWN was taken */
	_Alignas(8) uint8_t record[COMMANDS_LARGEST];
};

enum commands_state {
	COMMANDS_IDLE,    /* nothing waits */
	COMMANDS_BUSY,    /* more waits: come again at once */
	COMMANDS_BLOCKED, /* something waits for the peer or for an lcore: come again soon */
	COMMANDS_BROKEN,  /* the ring makes no sense: end the session */
};

/* A session begins: forgets what the last one left. */
void commands_reset(struct commands *c, struct worker *w);
/* Consumes a bounded number of commands of w->session, and sends what is due. */
enum commands_state commands_run(struct commands *c);

/* ---- shared by the cmd_*.c files ---- */

/* Carries a record out. 0; a positive el_err with *offset of the offending field; or COMMANDS_AGAIN: not
 * possible now, nothing changed, the record stays first. `extra`: bytes after the fixed struct, a multiple
 * of 8. */
#define COMMANDS_AGAIN -1
typedef int (*command_run)(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);

/* By enum el_cmd_kind; in cmd_*.c. */
int cmd_sync(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_generation(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_capture(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_shutdown(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_meter_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_meter_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_meter_stats(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_mask_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_mask_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_flow_add(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_flow_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_flow_stats(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_flow_dump(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_action_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_action_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_group_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_group_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_nexthop_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_nexthop_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_tunnel_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_tunnel_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_endpoint_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_endpoint_del(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_release(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_inject(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_port_set(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);
int cmd_port_credit(struct commands *c, const void *record, uint32_t extra, uint32_t *offset);

/* Sends FLOW events of a running dump; false: the event ring is full. */
bool cmd_dump_step(struct commands *c);

/* Refuses `code` at a field of a struct. */
#define COMMANDS_REFUSE(offset, type, member, code)                                                          \
	(*(offset) = (uint32_t)offsetof(struct type, member), (code))

#endif
