// SPDX-License-Identifier: BSD-2-Clause
/*
 * Included in front of everything by `make coverage`: a child that ends by _exit counts too, and
 * one that gives up its rights counts up to there, because it can write no file from then on. The
 * child that judges keeps its rights in this build (COVERAGE_UNSEALED), and counts before it
 * answers: its parent does not wait for it behind that.
 */
#pragma once

#include <sys/resource.h>
#include <unistd.h>

void __gcov_dump(void);
void __gcov_reset(void);
__attribute__((weak)) int coverage_is_over;
#define coverage_dump() (coverage_is_over ? (void)0 : (__gcov_dump(), __gcov_reset()))
#define setrlimit(what, to)                                                               \
	(coverage_dump(), coverage_is_over |= (what) != RLIMIT_NOFILE || !(to)->rlim_cur, \
	 (setrlimit)(what, to))
#define _exit(code) (coverage_dump(), (_exit)(code))

#ifdef COVERAGE_UNSEALED
#include "json.h"
#include "privilege.h"
#define privilege_drop_all(limits, err) ((void)(limits), (void)(err), 0)
#define privilege_seal(err) ((void)(err), 0)
#define cJSON_PrintUnformatted(json) (coverage_dump(), cJSON_PrintUnformatted(json))
#endif
