// SPDX-License-Identifier: Apache-2.0
// Holds connections open that say nothing: as many as the last line of standard input told.
#include <stdio.h>
#include <stdlib.h>

#include "load.h"

int run_hold(const struct settings *settings) {
  int held = 0, errors = 0, wanted;
  int *fds = NULL; // kept open until the end
  char line[64];
  while (fgets(line, sizeof line, stdin) != NULL && (wanted = atoi(line)) > held) {
    int *more = realloc(fds, (size_t)wanted * sizeof *fds);
    if (more == NULL) return 1;
    fds = more;
    errors += open_some(settings, fds, held, wanted);
    held = wanted;
    printf("count=%d errors=%d\n", held - errors, errors);
    fflush(stdout);
  }
  return 0;
}
