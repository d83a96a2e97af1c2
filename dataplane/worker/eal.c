/* Starts and ends DPDK's environment. See eal.h. */
#include "eal.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_lcore.h>
#include <rte_mbuf.h>

#include "eal_words.h"

static bool started;

static bool has_argument(const struct config *c, const char *name)
{
	size_t length = strlen(name);

	for (uint32_t i = 0; i < c->start.eal_argc; i++) {
		const char *arg = c->start.eal_args[i];

		if (strncmp(arg, name, length) == 0 && (arg[length] == 0 || arg[length] == '='))
			return true;
	}
	return false;
}

static int classify_failure(const struct config *c, struct fail *f)
{
	const char *said = eal_last_words();

	if (!*said)
		said = rte_strerror(rte_errno);
	if (eal_words_have("Is another primary process running"))
		return fail(f, EL_ERR_NAME_TAKEN, "another DPDK process runs under this --file-prefix: %s",
		            said);
	if (eal_said_permission())
		return fail(f, EL_ERR_PERMISSION, "DPDK's environment did not start: %s", said);
	if (!has_argument(c, "--no-huge") && (eal_words_have("hugepage") || eal_words_have("hugetlb")))
		return fail(f, EL_ERR_HUGEPAGES, "too few hugepages: %s", said);
	return fail(f, EL_ERR_EAL, "DPDK's environment did not start: %s", said);
}

static int check_lcores(const struct config *c, struct fail *f)
{
	for (uint32_t i = 0; i < c->start.lcore_count; i++) {
		unsigned id = c->lcores[i].lcore;

		if (!rte_lcore_is_enabled(id))
			return fail(f, EL_ERR_LCORE,
			            "lcores[%u].lcore is %u, which is not among the EAL's lcores", i, id);
		if (id == rte_get_main_lcore())
			return fail(f, EL_ERR_LCORE,
			            "lcores[%u].lcore is %u, the EAL's main lcore, which polls nothing", i,
			            id);
	}
	return 0;
}

int eal_start(const struct config *c, struct fail *f)
{
	char *argv[EL_MAX_EAL_ARGS + 3];
	char args[EL_MAX_EAL_ARGS][EL_DEVARGS_LEN];
	int argc = 0, result;

	argv[argc++] = "edgelane-worker";
	for (uint32_t i = 0; i < c->start.eal_argc; i++) {
		memcpy(args[i], c->start.eal_args[i], EL_DEVARGS_LEN);
		argv[argc++] = args[i];
	}
	/* Without this a killed worker would leave its hugepage files behind. */
	if (!has_argument(c, "--no-huge") && !has_argument(c, "--in-memory") &&
	    !has_argument(c, "--huge-unlink"))
		argv[argc++] = "--huge-unlink=always";
	argv[argc] = NULL;

	eal_words_capture(has_argument(c, "--log-level"));
	result = rte_eal_init(argc, argv);
	eal_words_release();
	if (result < 0)
		return classify_failure(c, f);
	started = true;
	return check_lcores(c, f);
}

struct rte_mempool *eal_pool(const struct config *c, struct fail *f)
{
	const struct el_start *s = &c->start;
	uint32_t cache = s->mbuf_count >= 1024 ? 256 : 0;
	struct rte_mempool *pool = rte_pktmbuf_pool_create(
	    "mbufs", s->mbuf_count, cache, 0, (uint16_t)(s->mbuf_headroom + s->mbuf_data), SOCKET_ID_ANY);

	if (!pool)
		fail(f, has_argument(c, "--no-huge") ? EL_ERR_NO_MEMORY : EL_ERR_HUGEPAGES,
		     "%u mbufs of %u bytes do not fit into the memory DPDK was given: %s", s->mbuf_count,
		     s->mbuf_headroom + s->mbuf_data, rte_strerror(rte_errno));
	return pool;
}

/* A DPDK process locks the file `config` of its runtime folder for as long as it lives. */
static bool in_use(int folder)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int fd = openat(folder, "config", O_RDWR | O_CLOEXEC);
	bool used;

	if (fd < 0)
		return false;
	used = fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
	close(fd);
	return used;
}

/* Only plain files of one folder, and the folder: DPDK makes no more than that. */
static void remove_folder(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;

	if (!folder)
		return;
	if (in_use(dirfd(folder))) {
		closedir(folder);
		return;
	}
	while ((entry = readdir(folder)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
	rmdir(path);
}

void eal_stop(void)
{
	char path[512];

	snprintf(path, sizeof(path), "%s", rte_eal_get_runtime_dir());
	if (started)
		rte_eal_cleanup();
	if (*path)
		remove_folder(path);
}
