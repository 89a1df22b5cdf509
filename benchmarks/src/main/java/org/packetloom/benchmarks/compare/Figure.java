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
  static final String CPU_PER_PACKET = "cpu_us_per_packet";
  static final String PACKETS = "packets_per_s";
  static final String CPU_PER_CASCADE = "cpu_us_per_cascade";
  static final String TIME_PER_CASCADE = "us_per_cascade";
  static final String CPU_PER_GB = "server_cpu_s_per_gb";
  static final String GB = "gb_per_s";
  static final String USER_PER_ROUND_TRIP = "user_us_per_round_trip";
  static final String SYSTEM_PER_ROUND_TRIP = "system_us_per_round_trip";
  static final String SWITCHES_PER_ROUND_TRIP = "switches_per_round_trip";
  static final String PART_OF_USUAL = "part_of_usual_round_trips";
  static final String ACCEPT_AFTER = "accept_after_ms";
  static final String SERVED = "served_of_crowd";
  static final String REFUSED = "refused_of_crowd";
  static final String UNANSWERED = "unanswered_of_crowd";
  static final String RSS_PER_CONNECTION = "rss_bytes_per_connection";
  static final String HEAP_PER_CONNECTION = "heap_bytes_per_connection";

  private Figure() {}
}
