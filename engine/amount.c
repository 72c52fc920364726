// SPDX-License-Identifier: BSD-2-Clause
#include "amount.h"

#include "cleanup.h"

void amount_print_count(FILE *out, uint64_t count)
{
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)count);

	for (int i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			fputc(',', out);
		fputc(digits[i], out);
	}
}

void amount_print_percent(FILE *out, double share, bool chinese)
{
	double percent = 100 * share;

	if (percent > 0 && percent < 0.01)
		fputs(chinese ? "低于 0.01 %" : "below 0.01 %", out);
	else if (percent >= 99.95 && percent < 100)
		fputs(chinese ? "高于 99.9 %" : "above 99.9 %", out);
	else if (percent > 99 && percent < 100)
		fprintf(out, "%.1f %%", percent);
	else
		fprintf(out, "%.*f %%", percent >= 10 ? 0 : percent >= 1 ? 1 : 2, percent);
}

void amount_print_bytes(FILE *out, double bytes, bool chinese)
{
	static const char *const units[] = { "KiB", "MiB", "GiB", "TiB" };
	size_t unit = 0;

	if (bytes < 1024) {
		fprintf(out, "%.0f %s", bytes, chinese ? "字节" : bytes == 1 ? "byte" : "bytes");
		return;
	}
	for (bytes /= 1024; bytes >= 1024 && unit + 1 < ARRAY_SIZE(units); unit++)
		bytes /= 1024;
	fprintf(out, "%.1f %s", bytes, units[unit]);
}

void amount_print_us(FILE *out, double us)
{
	if (us >= 1000000)
		fprintf(out, "%.1f s", us / 1000000);
	else if (us >= 1000)
		fprintf(out, "%.1f ms", us / 1000);
	else
		fprintf(out, "%.*f us", us < 10 ? 1 : 0, us);
}
