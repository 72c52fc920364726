// SPDX-License-Identifier: BSD-2-Clause
/* Hostile text between tags and in attributes of XML 1.0. */
#pragma once

#include <stdio.h>

/* NULL is nothing. What XML cannot hold, or a reader of it would obey, is shown as its escape. */
void xml_put(FILE *out, const char *hostile);
