/* One worker under one control socket: a lock on a file beside it, which ends with the process however it
 * ends. */
#ifndef EDGELANE_LOCKFILE_H
#define EDGELANE_LOCKFILE_H

#include "fail.h"

/* Locks `<socket>.lock`. Its descriptor, or -1 with NAME_TAKEN, PERMISSION or SOCKET in *f. */
int lockfile_take(const char *socket, const char *name, struct fail *f);
/* Removes the file and lets go. */
void lockfile_drop(const char *socket, int fd);

#endif
