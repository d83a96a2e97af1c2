/* Names and sentences of failures. See fail.h. */
#include "fail.h"

#include <stdarg.h>
#include <stdio.h>

#define EL_NAME_OF(name, number, text) [number] = "EL_ERR_" #name,
static const char *const names[] = {EL_ERRORS(EL_NAME_OF)};

const char *error_name(uint32_t code)
{
	if (code >= sizeof(names) / sizeof(names[0]) || !names[code])
		return "EL_ERR_?";
	return names[code];
}

int fail(struct fail *f, uint32_t code, const char *format, ...)
{
	va_list args;

	if (f->code != EL_ERR_OK)
		return -1;
	f->code = code;
	va_start(args, format);
	vsnprintf(f->text, sizeof(f->text), format, args);
	va_end(args);
	for (char *c = f->text; *c; c++)
		if (*c == '\n')
			*c = ' ';
	return -1;
}
