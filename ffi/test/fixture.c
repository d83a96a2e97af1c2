// The C side of the tests: one function for each way a value can cross the border.
// Built by build-fixture.ts; never part of the package.
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ECHO(name, type)                                                                                     \
	type echo_##name(type value)                                                                         \
	{                                                                                                    \
		return value;                                                                                \
	}                                                                                                    \
	void store_##name(type *place, type value)                                                           \
	{                                                                                                    \
		*place = value;                                                                              \
	}

ECHO(int8, int8_t)
ECHO(uint8, uint8_t)
ECHO(int16, int16_t)
ECHO(uint16, uint16_t)
ECHO(int32, int32_t)
ECHO(uint32, uint32_t)
ECHO(int64, int64_t)
ECHO(uint64, uint64_t)
ECHO(char, char)
ECHO(uchar, unsigned char)
ECHO(short, short)
ECHO(ushort, unsigned short)
ECHO(int, int)
ECHO(uint, unsigned)
ECHO(long, long)
ECHO(ulong, unsigned long)
ECHO(longlong, long long)
ECHO(ulonglong, unsigned long long)
ECHO(size_t, size_t)
ECHO(bool, bool)
ECHO(float, float)
ECHO(double, double)
ECHO(pointer, void *)

struct small {
	int8_t tag;
	int32_t number;
};
struct point {
	double x, y;
};
struct mixed {
	uint8_t kind;
	float weight;
	const char *label;
	int16_t codes[3];
	struct small inner;
	uint64_t big;
};
#pragma pack(push, 1)
struct packed {
	uint8_t kind;
	uint32_t number;
};
struct packed_large {
	uint8_t kind;
	uint64_t low, high;
};
#pragma pack(pop)

struct small small_flip(struct small in)
{
	return (struct small){.tag = (int8_t)-in.tag, .number = in.number + 1};
}
struct point point_add(struct point a, struct point b)
{
	return (struct point){a.x + b.x, a.y + b.y};
}
void point_scale(struct point *point, double by)
{
	point->x *= by;
	point->y *= by;
}
uint32_t packed_number(const struct packed *in)
{
	return in->number;
}
struct packed_large packed_next(struct packed_large in)
{
	in.low++;
	in.high--;
	return in;
}

struct mixed mixed_bump(struct mixed in)
{
	in.kind++;
	in.weight *= 2;
	in.codes[2] = (int16_t)(in.codes[0] + in.codes[1]);
	in.inner.number = -in.inner.number;
	in.big++;
	return in;
}

size_t mixed_label_length(struct mixed in)
{
	return strlen(in.label);
}

int64_t sum_ints(const int *values, size_t count)
{
	int64_t sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += values[i];
	return sum;
}

int *make_ints(int count)
{
	int *values = malloc(sizeof(int) * (size_t)count);
	for (int i = 0; i < count; i++)
		values[i] = i * i;
	return values;
}

void free_ints(int *values)
{
	free(values);
}

static int counter = 7;
int shared_number = 42;
int *counter_address(void)
{
	return &counter;
}
void counter_out(int **out)
{
	*out = &counter;
}
const char *greeting(int which)
{
	return which == 0 ? NULL : "grüß dich";
}

void greet(char *into, size_t size, const char *name)
{
	snprintf(into, size, "hello %s", name == NULL ? "nobody" : name);
}
size_t count_strings(const char **list)
{
	size_t count = 0;
	while (list[count] != NULL)
		count++;
	return count;
}

int fail_with(int code)
{
	errno = code;
	return -1;
}

typedef int (*binary)(int, int);
static int add(int a, int b)
{
	return a + b;
}
binary pick_add(void)
{
	return add;
}
int apply(binary fn, int a, int b)
{
	return fn(a, b);
}
int apply_times(binary fn, int times)
{
	int result = 0;
	for (int i = 0; i < times; i++)
		result = fn(result, i);
	return result;
}

static binary kept;
void keep(binary fn)
{
	kept = fn;
}
int call_kept(int a, int b)
{
	return kept(a, b);
}

double map_point(double (*fn)(struct point), double x, double y)
{
	return fn((struct point){x, y});
}
size_t name_length(const char *(*fn)(const char *))
{
	const char *name = fn("who");
	return name == NULL ? 999 : strlen(name);
}
void visit(void (*fn)(const char *, void *, int64_t), void *data)
{
	fn("visited", data, INT64_C(9007199254740993));
}

struct job {
	binary fn;
	int result;
};
static void *run_job(void *data)
{
	struct job *job = data;
	job->result = job->fn(20, 22);
	return NULL;
}

// Blocks until a thread of its own has called `fn`: to be called asynchronously.
int call_on_thread(binary fn)
{
	struct job job = {.fn = fn};
	pthread_t thread;
	if (pthread_create(&thread, NULL, run_job, &job) != 0)
		return -1;
	pthread_join(thread, NULL);
	return job.result;
}

double sum_variadic(int count, ...)
{
	va_list args;
	double sum = 0;
	va_start(args, count);
	for (int i = 0; i < count; i++)
		sum += va_arg(args, double);
	va_end(args);
	return sum;
}

int64_t many(int8_t a, int16_t b, int32_t c, int64_t d, uint8_t e, uint16_t f, uint32_t g, uint64_t h,
             float i, double j)
{
	return a + b + c + d + e + f + g + (int64_t)h + (int64_t)i + (int64_t)j;
}
