// SPDX-License-Identifier: BSD-2-Clause
/*
 * The renderers' own words, in English and Chinese, and the two languages of a report's texts.
 *
 * A word that a report uses as a key (a verdict, a unit, a key of `where`) is looked up here, so
 * that all views call it the same.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

struct phrase {
	const char *en, *zh;
};

#define PHRASE(english, chinese) ((struct phrase){ (english), (chinese) })

static inline const char *phrase_in(struct phrase phrase, bool chinese)
{
	return chinese ? phrase.zh : phrase.en;
}

/* The word of a vocabulary ("verdict", "state", "risk", "probe", "unit", "where", "scope",
 * "change", "absent") for a key; the key itself, in both languages, when the vocabulary does not
 * have it. */
struct phrase phrase_word(const char *vocabulary, const char *key);

/* The text of a member in both languages; English stands in for a missing Chinese text, and nothing
 * ("") for a missing text. */
struct phrase phrase_of(const cJSON *object, const char *key);

/* A member's string, "" when there is none. */
const char *phrase_name(const cJSON *object, const char *key);

/* Two entries with the same `because` are shown as one. */
bool phrase_same_reason(const cJSON *a, const cJSON *b);
/* A line of probes[] that did not see all that it was asked to see. */
bool phrase_probe_missed(const cJSON *probe);
