/* What check --wire found, as one JSON document. It decides nothing. */
#include <stdio.h>

#include "plan.h"
#include "wire_check.h"

#define NAME_OF(name, number, text) [number] = #name,
static const char *const offloads[EL_OFFLOAD_COUNT] = {EL_OFFLOADS(NAME_OF)};
static const char *const outcomes[] = {EL_OUTCOMES(NAME_OF)};
#define ENDING_NAME(name, text) #name,
static const char *const endings[] = {WIRE_ENDINGS(ENDING_NAME)};

/* RFC 8259 7. */
static void text(const char *key, const char *value)
{
	printf("\"%s\":\"", key);
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			putchar('\\');
		if ((unsigned char)*value >= 0x20)
			putchar(*value);
	}
	putchar('"');
}

static void names(const char *key, uint32_t mask)
{
	const char *comma = "";

	printf("\"%s\":[", key);
	for (uint32_t i = 0; i < EL_OFFLOAD_COUNT; i++)
		if (mask >> i & 1 && offloads[i]) {
			printf("%s\"%s\"", comma, offloads[i]);
			comma = ",";
		}
	putchar(']');
}

static void print_fault(const struct wire_fault *f)
{
	putchar('{');
	names("offloads", f->offloads);
	putchar(',');
	text("trial", f->trial);
	putchar(',');
	text("field", f->difference.field);
	putchar(',');
	text("expected", f->difference.expected);
	putchar(',');
	text("found", f->difference.found);
	putchar('}');
}

static void print_rows(const struct wire_verdict *v)
{
	const char *comma = "";

	printf("\"offloads\":[");
	for (uint32_t i = 0; i < EL_OFFLOAD_COUNT; i++) {
		const struct el_offload_state *row = &v->port->plan.offloads[i];

		if (row->outcome == EL_OUTCOME_NOT_WANTED)
			continue;
		printf("%s{\"offload\":\"%s\",\"outcome\":\"%s\",\"why\":%u,\"proof\":\"%s\"}", comma,
		       offloads[i], outcomes[row->outcome], row->why,
		       v->disproved >> i & 1 ? "DISPROVED"
		       : v->proven >> i & 1  ? "PROVEN"
		                             : "UNPROVEN");
		comma = ",";
	}
	putchar(']');
}

static void print_port(const struct wire_verdict *v)
{
	putchar('{');
	text("port", v->port->name);
	putchar(',');
	text("driver", v->port->driver);
	putchar(',');
	text("firmware", v->port->firmware);
	putchar(',');
	text("card", v->port->plan.card);
	printf(",\"proven\":%u,\"disproved\":%u,", v->proven, v->disproved);
	print_rows(v);
	printf(",\"faults\":[");
	for (uint32_t i = 0; i < v->fault_count; i++) {
		if (i)
			putchar(',');
		print_fault(&v->faults[i]);
	}
	printf("]}");
}

void wire_print(const struct wire_report *r)
{
	const uint8_t *s = r->stranger;

	printf("{\"ending\":\"%s\",\"sent\":%lu,\"received\":%lu,\"strangers\":%lu,", endings[r->ending],
	       (unsigned long)r->sent, (unsigned long)r->received, (unsigned long)r->strangers);
	printf("\"stranger\":\"%02x:%02x:%02x:%02x:%02x:%02x\",\"ports\":[", s[0], s[1], s[2], s[3], s[4],
	       s[5]);
	for (uint32_t i = 0; i < r->ends; i++) {
		if (i)
			putchar(',');
		print_port(&r->verdicts[i]);
	}
	puts("]}");
	fflush(stdout);
}
