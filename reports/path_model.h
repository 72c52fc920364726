// SPDX-License-Identifier: BSD-2-Clause
/*
 * A packet's ways through this host, as paths[] of the report has them, and which causes sit on
 * which hop.
 *
 * Where the report has no paths[], they are made from the devices of its evidence: a guest's way
 * from its tap over the bridge or datapath to the uplinks, the host's own way to each uplink, and
 * the way of each other device that a cause names; those of such devices first, as far as there is
 * room. A hop then also has its `host` and `netns`, where it has one. Their latency is that of
 * path.stages; what they lost is what the causes on them lost. Nothing is judged here: a hop has
 * the severity of its gravest cause, is ok when the evidence looked at it, and unknown otherwise.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

/* The paths, sickest first, as in the schema; the caller deletes. Sets how many more there are, of
 * devices that no cause names. */
cJSON *path_model(const cJSON *report, int *ret_left_out);
/* The same from the devices alone, without what the causes tell. */
cJSON *path_of_devices(const cJSON *report, int *ret_left_out);
/* Fills in how long packets took at the hops of a path made from devices, where it was measured. */
void path_lay_latency(const cJSON *report, cJSON *path);
/* True when a cause or suspected cause sits on that hop. */
bool path_cause_on(const cJSON *cause, const cJSON *hop);
