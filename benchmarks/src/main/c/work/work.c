// SPDX-License-Identifier: Apache-2.0
// The peers `c`, `c/libevent` and `c/libev` where a process has both ends of its work. One thread.
//
//   work datagram single|batch|offload SIZE
//   work cascade udp|pipe SIZE
//
// Prints "READY 0 what-it-is", answers the lines "open N" and "run MILLIS" of standard input, and ends
// with it.
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "work.h"

enum { PATIENCE_SECONDS = 20 }; // for what never comes: then the process ends

void fail(const char *what) {
  fprintf(stderr, "work: %s: %s\n", what, strerror(errno));
  exit(1);
}

uint64_t now_nanos(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void run(struct work work, long millis) {
  uint64_t count = 0, errors = 0, began = now_nanos();
  alarm((unsigned)(millis / 1000) + PATIENCE_SECONDS);
  work.run(began + (uint64_t)millis * 1000000u, &count, &errors);
  alarm(0);
  printf("count=%" PRIu64 " nanos=%" PRIu64 " errors=%" PRIu64 "\n", count, now_nanos() - began, errors);
}

int main(int count, char **arguments) {
  bool is_cascade = count == 4 && strcmp(arguments[1], "cascade") == 0;
  if (count != 4 || (!is_cascade && strcmp(arguments[1], "datagram") != 0)) {
    fprintf(stderr, "usage: work datagram|cascade HOW SIZE\n");
    return 2;
  }
  struct work work =
      is_cascade ? cascade_work(arguments[2]) : datagram_work(arguments[2], atoi(arguments[3]));
  printf("READY 0 %s\n", is_cascade ? loop_name() : "");
  fflush(stdout);
  char line[64];
  while (fgets(line, sizeof line, stdin) != NULL) {
    int number = 0;
    if (sscanf(line, "open %d", &number) == 1) {
      work.open(number);
      printf("opened=%d\n", number);
    } else if (sscanf(line, "run %d", &number) == 1) {
      run(work, number);
    } else {
      fprintf(stderr, "work: no such command: %s", line);
      return 1;
    }
    fflush(stdout);
  }
  return 0;
}
