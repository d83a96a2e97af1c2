/* See watch.h. */
#include "watch.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/ucontext.h>
#include <unistd.h>

#define TRAP_FLAG 0x100 /* single step, in EFLAGS */
#define TOLD 4

struct watch_counts watch_counts[WATCH_PHASES];
volatile int watch_phase;

static _Thread_local int watched;
static volatile int stepping;

void watch_note(enum watch_what what)
{
	if (watched)
		watch_counts[watch_phase].of[what]++;
}

static void on_syscall(int signal, siginfo_t *info, void *context)
{
	ucontext_t *c = context;
	struct watch_counts *w = &watch_counts[watch_phase];

	(void)signal;
	w->of[WATCH_SYSCALL]++;
	w->doorbells += info->si_syscall == SYS_sendto;
	/* A thread that waits for its next command by read(2) goes on waiting. */
	c->uc_mcontext.gregs[REG_RAX] = info->si_syscall == SYS_read ? -EINTR : -EAGAIN;
}

/* Prefix LOCK, or XCHG with memory, which locks by itself. */
static int is_locked(const uint8_t *at)
{
	for (int i = 0; i < 14; i++) {
		switch (at[i]) {
		case 0xf0:
			return 1;
		case 0x66:
		case 0x67:
		case 0xf2:
		case 0xf3:
		case 0x2e:
		case 0x36:
		case 0x3e:
		case 0x26:
		case 0x64:
		case 0x65:
			continue;
		default:
			if ((at[i] & 0xf0) == 0x40) /* REX */
				continue;
			return (at[i] == 0x86 || at[i] == 0x87) && at[i + 1] >> 6 != 3;
		}
	}
	return 0;
}

static void on_step(int signal, siginfo_t *info, void *context)
{
	ucontext_t *c = context;
	struct watch_counts *w = &watch_counts[watch_phase];

	(void)signal;
	(void)info;
	w->instructions++;
	w->of[WATCH_LOCKED_INSTRUCTION] +=
	    (uint64_t)is_locked((const uint8_t *)c->uc_mcontext.gregs[REG_RIP]);
	if (!stepping)
		c->uc_mcontext.gregs[REG_EFL] &= ~TRAP_FLAG;
}

static void on_begin(int signal, siginfo_t *info, void *context)
{
	ucontext_t *c = context;

	(void)signal;
	(void)info;
	c->uc_mcontext.gregs[REG_EFL] |= TRAP_FLAG;
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};

	/* No handler is stepped through, nor begun inside another. */
	sigfillset(&action.sa_mask);
	sigaction(signal, &action, NULL);
}

int watch_this_thread(void)
{
	static struct sock_filter code[] = {
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 1, 0),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = sizeof(code) / sizeof(code[0]), .filter = code};
	sigset_t signals;

	handle(SIGSYS, on_syscall);
	handle(SIGTRAP, on_step);
	handle(SIGUSR1, on_begin);
	sigemptyset(&signals);
	sigaddset(&signals, SIGSYS);
	sigaddset(&signals, SIGTRAP);
	sigaddset(&signals, SIGUSR1);
	pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program))
		return -1;
	watched = 1;
	return 0;
}

void watch_step(pthread_t thread)
{
	stepping = 1;
	pthread_kill(thread, SIGUSR1);
}

void watch_step_end(void)
{
	stepping = 0;
}
