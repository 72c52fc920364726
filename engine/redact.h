// SPDX-License-Identifier: BSD-2-Clause
/*
 * Pseudonyms for what leaves the host with a report: IP addresses, MACs, names of VMs, of processes
 * and of the host itself.
 *
 * The same name has the same pseudonym in every output of every run on one machine: it is made by a
 * keyed hash (SipHash-2-4) whose key comes from /etc/machine-id, so that nobody without it can
 * try all addresses; on a machine without one the key is random and pseudonyms hold for one run.
 *
 * Addresses become addresses: two that share a prefix share one afterwards, so that networks can
 * still be told apart, and what a class means stays (loopback, multicast, link-local, private
 * ranges; broadcast and unspecified addresses are left alone). MACs become locally administered
 * ones. Names of the virtual switch and of the kernel's own threads identify nobody and stay, as do
 * names of devices, namespaces, tables and chains: advice without them would be none.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "evidence.h"

struct redactor;

struct redactor *redactor_new(void);
void redactor_free(struct redactor *redactor);

/* A report or evidence, in place; marks it. What is marked already is left alone. */
void redact_json(struct redactor *redactor, cJSON *json);
/* Evidence as bytes; the caller frees. */
char *redact_saved(struct redactor *redactor, const char *bytes);
/* All tables of the evidence, in place. */
void redact_facts(struct redactor *redactor, struct evidence *evidence);

/* Which of the known names a text may hold. In a command a word such as `ip` is the program, and no
 * process that happens to have that name. */
enum redact_names { REDACT_NO_NAMES, REDACT_ALL_NAMES, REDACT_COMMAND };

/* The parts, for tests. The texts are the caller's to free. */
char *redact_text(struct redactor *redactor, const char *text, enum redact_names names);
/* `kind` is put in front of the pseudonym. Remembers the name: redact_text replaces it. */
const char *redact_name(struct redactor *redactor, const char *kind, const char *name);
