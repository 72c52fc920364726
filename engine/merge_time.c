// SPDX-License-Identifier: BSD-2-Clause
#include "merge_time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "json.h"

struct window {
	double start_ms, end_ms, doubt_ms;
	bool doubtful;
};

/* As POSIX defines it. timegm() would read the time zone's file, which a sealed child may not. */
static double seconds_since_1970(const struct tm *utc)
{
	long year = utc->tm_year;
	long days = utc->tm_yday + 365 * (year - 70) + (year - 69) / 4 - (year - 1) / 100 +
		    (year + 299) / 400;

	return (double)(((days * 24 + utc->tm_hour) * 60 + utc->tm_min) * 60 + utc->tm_sec);
}

bool merge_time_of(const char *text, double *ret_ms)
{
	struct tm utc = { 0 };
	const char *rest = text ? strptime(text, "%Y-%m-%dT%H:%M:%S", &utc) : NULL;
	char *end;
	double fraction = 0;

	if (!rest || utc.tm_year < 70)
		return false;
	if (*rest == '.') {
		fraction = strtod(rest, &end);
		rest = end;
	}
	if (strcmp(rest, "Z"))
		return false;
	*ret_ms = seconds_since_1970(&utc) * 1000 + fraction * 1000;
	return true;
}

static bool window_of(const struct evidence *evidence, struct window *ret_window)
{
	const char *started = json_text(evidence->run, "started");
	const cJSON *doubt = json_get(evidence->run, "clock_doubt_ms");

	if (!merge_time_of(started, &ret_window->start_ms))
		return false;
	/* Attaching comes first, then the window. */
	ret_window->start_ms += json_real(evidence->run, "attach_ms", 0);
	ret_window->end_ms = ret_window->start_ms + json_real(evidence->run, "duration_ms", 0);
	ret_window->doubtful = !cJSON_IsNumber(doubt);
	ret_window->doubt_ms = ret_window->doubtful ? 0 : doubt->valuedouble;
	if (!strchr(started, '.'))
		ret_window->doubt_ms += 1000;
	return true;
}

struct merge_overlap merge_overlap(const struct evidence *a, const struct evidence *b)
{
	struct merge_overlap result = { 0 };
	struct window x, y;
	double both, shorter;

	if (!window_of(a, &x) || !window_of(b, &y))
		return result;
	result.known = true;
	result.doubtful = x.doubtful || y.doubtful;
	result.doubt_ms = result.doubtful ? 0 : x.doubt_ms + y.doubt_ms;
	both = fmin(x.end_ms, y.end_ms) - fmax(x.start_ms, y.start_ms) - result.doubt_ms;
	shorter = fmin(x.end_ms - x.start_ms, y.end_ms - y.start_ms);
	result.share = shorter > 0 ? fmax(0, both / shorter) : 0;
	return result;
}
