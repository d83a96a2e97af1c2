/* Functions that allocate or lock, in front of the real ones. What the program and DPDK's libraries call by
 * these names comes through here. See watch.h.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <rte_malloc.h>
#include <rte_mempool.h>
#include <rte_memzone.h>

#include "watch.h"

/* glibc's own names: dlsym itself allocates. */
void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *memory, size_t bytes);
void *__libc_memalign(size_t align, size_t bytes);
void __libc_free(void *memory);

void *malloc(size_t bytes)
{
	watch_note(WATCH_ALLOCATION);
	return __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
	watch_note(WATCH_ALLOCATION);
	return __libc_calloc(count, bytes);
}

void *realloc(void *memory, size_t bytes)
{
	watch_note(WATCH_ALLOCATION);
	return __libc_realloc(memory, bytes);
}

void *aligned_alloc(size_t align, size_t bytes)
{
	watch_note(WATCH_ALLOCATION);
	return __libc_memalign(align, bytes);
}

int posix_memalign(void **memory, size_t align, size_t bytes)
{
	watch_note(WATCH_ALLOCATION);
	*memory = __libc_memalign(align, bytes);
	return *memory ? 0 : 12;
}

void free(void *memory)
{
	watch_note(WATCH_ALLOCATION);
	__libc_free(memory);
}

/* The next definition of the same name. */
#define REAL(result, name, parameters, arguments, what)                                                      \
	result name parameters                                                                               \
	{                                                                                                    \
		static result(*real) parameters;                                                             \
		watch_note(what);                                                                            \
		if (!real)                                                                                   \
			*(void **)&real = dlsym(RTLD_NEXT, #name);                                           \
		return real arguments;                                                                       \
	}

REAL(int, pthread_mutex_lock, (pthread_mutex_t * m), (m), WATCH_LOCK)
REAL(int, pthread_mutex_trylock, (pthread_mutex_t * m), (m), WATCH_LOCK)
REAL(int, pthread_rwlock_rdlock, (pthread_rwlock_t * l), (l), WATCH_LOCK)
REAL(int, pthread_rwlock_wrlock, (pthread_rwlock_t * l), (l), WATCH_LOCK)
REAL(int, pthread_spin_lock, (pthread_spinlock_t * l), (l), WATCH_LOCK)
REAL(int, sem_wait, (sem_t * s), (s), WATCH_LOCK)
REAL(int, sem_post, (sem_t * s), (s), WATCH_LOCK)
REAL(void *, rte_malloc, (const char *type, size_t bytes, unsigned align), (type, bytes, align),
     WATCH_ALLOCATION)
REAL(void *, rte_zmalloc, (const char *type, size_t bytes, unsigned align), (type, bytes, align),
     WATCH_ALLOCATION)
REAL(void *, rte_malloc_socket, (const char *type, size_t bytes, unsigned align, int socket),
     (type, bytes, align, socket), WATCH_ALLOCATION)
REAL(void *, rte_zmalloc_socket, (const char *type, size_t bytes, unsigned align, int socket),
     (type, bytes, align, socket), WATCH_ALLOCATION)
REAL(const struct rte_memzone *, rte_memzone_reserve,
     (const char *name, size_t bytes, int socket, unsigned flags), (name, bytes, socket, flags),
     WATCH_ALLOCATION)
REAL(struct rte_mempool *, rte_mempool_create_empty,
     (const char *name, unsigned count, unsigned bytes, unsigned cache, unsigned priv, int socket,
      unsigned flags),
     (name, count, bytes, cache, priv, socket, flags), WATCH_ALLOCATION)
