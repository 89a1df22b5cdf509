// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare;

/** Names of figures, as they stand in the results. */
final class Figure {
  static final String CPU_PER_ROUND_TRIP = "server_cpu_us_per_round_trip";
  static final String CPU_OF_BOTH = "cpu_us_per_round_trip";
  static final String ROUND_TRIPS = "round_trips_per_s";
  static final String P50 = "p50_us";
  static final String P99 = "p99_us";
  static final String P999 = "p999_us";
  static final String MAX = "max_us";
  static final String CPU_PER_CONNECTION = "server_cpu_us_per_connection";
  static final String CONNECTIONS = "connections_per_s";
  static final String CPU_PER_GB = "server_cpu_s_per_gb";
  static final String GB = "gb_per_s";
  static final String RSS_PER_CONNECTION = "rss_bytes_per_connection";
  static final String HEAP_PER_CONNECTION = "heap_bytes_per_connection";

  private Figure() {}
}
