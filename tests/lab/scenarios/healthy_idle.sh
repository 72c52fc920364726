# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Nothing is sent: what an idle machine drops by itself is no cause.
families=4

traffic() {
	pause "$spread"
}
