/* flock on a file that its holder removes. See lockfile.h. */
#include "lockfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_TRIES 16

static void lock_path(const char *socket, char *path, size_t room)
{
	snprintf(path, room, "%s.lock", socket);
}

int lockfile_take(const char *socket, const char *name, struct fail *f)
{
	struct stat held, there;
	char path[160];
	int fd;

	lock_path(socket, path, sizeof(path));
	for (int tries = 0; tries < MOST_TRIES; tries++) {
		fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd < 0)
			return fail(f, errno == EACCES || errno == EPERM ? EL_ERR_PERMISSION : EL_ERR_SOCKET,
			            "%s: %s", path, strerror(errno));
		if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
			close(fd);
			return fail(f, EL_ERR_NAME_TAKEN, "a worker named \"%s\" holds %s", name, path);
		}
		/* Its last holder may have removed the file between our open and our lock: then this lock is
		 * on a file that nobody else will find. */
		if (fstat(fd, &held) == 0 && stat(path, &there) == 0 && held.st_ino == there.st_ino &&
		    held.st_dev == there.st_dev)
			return fd;
		close(fd);
	}
	return fail(f, EL_ERR_NAME_TAKEN, "%s changes hands too fast", path);
}

void lockfile_drop(const char *socket, int fd)
{
	char path[160];

	if (fd < 0)
		return;
	lock_path(socket, path, sizeof(path));
	unlink(path);
	close(fd);
}
