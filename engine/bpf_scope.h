// SPDX-License-Identifier: BSD-2-Clause
/* The scope as the constants that BPF programs are loaded with. */
#pragma once

#include "netns.h"
#include "scope.h"
#include "scope_filter.h"

/* `namespaces` are those of the session; they narrow only when --netns was given. */
void bpf_scope_fill(const struct scope *scope, const struct netns_list *namespaces,
		    struct scope_filter *ret_filter);
