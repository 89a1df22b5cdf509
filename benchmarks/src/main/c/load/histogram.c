// SPDX-License-Identifier: Apache-2.0
// Latencies in buckets: 64 for each power of two.
#include <stdio.h>

#include "load.h"

static unsigned bucket_of(uint64_t nanos) {
  if (nanos < 64) return (unsigned)nanos;
  unsigned power = 63u - (unsigned)__builtin_clzll(nanos);
  unsigned shift = power - 6;
  return (shift + 1) * 64 + (unsigned)((nanos >> shift) & 63);
}

// The middle of a bucket.
static uint64_t value_of(unsigned bucket) {
  if (bucket < 64) return bucket;
  unsigned shift = bucket / 64 - 1;
  uint64_t low = (uint64_t)(64 + bucket % 64) << shift;
  return low + (((uint64_t)1 << shift) >> 1);
}

void record(struct histogram *histogram, uint64_t nanos) {
  histogram->counts[bucket_of(nanos)]++;
  histogram->total++;
  if (nanos > histogram->largest) histogram->largest = nanos;
}

uint64_t percentile(const struct histogram *histogram, double fraction) {
  uint64_t rank = (uint64_t)(fraction * (double)histogram->total);
  uint64_t seen = 0;
  for (unsigned i = 0; i < sizeof histogram->counts / sizeof *histogram->counts; i++) {
    seen += histogram->counts[i];
    if (seen > rank) return value_of(i);
  }
  return histogram->largest;
}

void print_latencies(const struct histogram *histogram) {
  if (histogram->total == 0) return;
  printf("p50_us=%.1f p99_us=%.1f p999_us=%.1f max_us=%.1f ", percentile(histogram, 0.5) / 1e3,
         percentile(histogram, 0.99) / 1e3, percentile(histogram, 0.999) / 1e3,
         histogram->largest / 1e3);
}
