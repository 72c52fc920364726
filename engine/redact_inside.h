// SPDX-License-Identifier: BSD-2-Clause
/* The inside of a redactor, shared by engine/redact*.c only. */
#pragma once

#include "redact.h"
#include "redact_key.h"

struct redacted_name {
	char *name, *pseudonym;
};

struct redactor {
	struct redact_key key;
	struct redacted_name *names; /* longest first */
	size_t count;
};
