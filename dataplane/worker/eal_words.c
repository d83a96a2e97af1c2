/* Catches DPDK's log by a stream of our own, and raw output by swapping descriptors 1 and 2 for a memfd.
 * See eal_words.h, eal.h.
 *
 * DPDK's own threads may log at any time: the remembered text is guarded by a lock, which no lcore takes.
 */
#include "eal_words.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include <rte_log.h>

#include "eal.h"
#include "log.h"

#define EMPTY_WORDS "Failed to attach device on primary process"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char words[16384]; /* the newest that fits */
static char last[320];    /* last error line */
static bool live;         /* repeat in the worker's log */
static bool running;      /* start is over */
static int saved_out = -1, saved_err = -1, caught = -1;

/* A line as people read it: without "EAL: " and without its line end. */
static void keep_last(const char *text, size_t size)
{
	const char *colon = memchr(text, ':', size < 40 ? size : 40);
	size_t skip = colon ? (size_t)(colon - text) + 1 : 0;

	while (skip < size && text[skip] == ' ')
		skip++;
	if (skip >= size)
		return;
	snprintf(last, sizeof(last), "%.*s", (int)(size - skip), text + skip);
	last[strcspn(last, "\n")] = 0;
}

static void remember(const char *text, size_t size)
{
	size_t used = strlen(words);

	if (size >= sizeof(words) / 2)
		return;
	if (used + size >= sizeof(words)) {
		memmove(words, words + sizeof(words) / 2, sizeof(words) / 2);
		words[sizeof(words) / 2] = 0;
		used = strlen(words);
	}
	memcpy(words + used, text, size);
	words[used + size] = 0;
}

static ssize_t on_line(void *cookie, const char *text, size_t size)
{
	uint32_t level = (uint32_t)rte_log_cur_msg_loglevel(); /* 0, huge: none */

	(void)cookie;
	pthread_mutex_lock(&lock);
	remember(text, size);
	/* EAL closes each failed probe with one and the same line: what was said before tells why. */
	if (level <= RTE_LOG_ERR && !(*last && memmem(text, size, EMPTY_WORDS, strlen(EMPTY_WORDS))))
		keep_last(text, size);
	pthread_mutex_unlock(&lock);
	if (live || (running && level <= RTE_LOG_WARNING))
		log_line(level <= RTE_LOG_ERR       ? LOG_LEVEL_ERROR
		         : level <= RTE_LOG_WARNING ? LOG_LEVEL_WARN
		                                    : LOG_LEVEL_INFO,
		         "dpdk: %.*s", (int)(size && text[size - 1] == '\n' ? size - 1 : size), text);
	return (ssize_t)size;
}

void eal_words_capture(bool show)
{
	FILE *stream = fopencookie(NULL, "w", (cookie_io_functions_t){.write = on_line});

	live = show;
	if (stream) {
		setvbuf(stream, NULL, _IOLBF, 4096);
		rte_openlog_stream(stream);
	}
	if (show)
		return;
	caught = memfd_create("edgelane-eal", MFD_CLOEXEC);
	if (caught < 0)
		return;
	fflush(NULL);
	saved_out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	saved_err = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	dup2(caught, STDOUT_FILENO);
	dup2(caught, STDERR_FILENO);
}

static void restore(int *saved, int fd)
{
	if (*saved >= 0) {
		dup2(*saved, fd);
		close(*saved);
	} else if (caught >= 0) {
		close(fd); /* it was closed before */
	}
	*saved = -1;
}

void eal_words_release(void)
{
	char text[4096];
	ssize_t size;

	if (caught < 0)
		return;
	fflush(NULL);
	restore(&saved_out, STDOUT_FILENO);
	restore(&saved_err, STDERR_FILENO);
	size = pread(caught, text, sizeof(text) - 1, 0);
	if (size > 0) {
		pthread_mutex_lock(&lock);
		remember(text, (size_t)size);
		if (!*last)
			keep_last(text, (size_t)size);
		pthread_mutex_unlock(&lock);
	}
	close(caught);
	caught = -1;
}

void eal_words_show(void)
{
	running = true;
}

bool eal_words_have(const char *text)
{
	bool found;

	pthread_mutex_lock(&lock);
	found = strcasestr(words, text) != NULL;
	pthread_mutex_unlock(&lock);
	return found;
}

const char *eal_last_words(void)
{
	static char copy[sizeof(last)];

	pthread_mutex_lock(&lock);
	memcpy(copy, last, sizeof(copy));
	pthread_mutex_unlock(&lock);
	return copy;
}

bool eal_said_permission(void)
{
	return eal_words_have("permission denied") || eal_words_have("operation not permitted") ||
	       eal_words_have("must be root");
}

void eal_forget_words(void)
{
	pthread_mutex_lock(&lock);
	*words = 0;
	*last = 0;
	pthread_mutex_unlock(&lock);
}
