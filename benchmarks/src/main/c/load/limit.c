// SPDX-License-Identifier: Apache-2.0
// More connections than a server has descriptors for: those that stand go on asking while a crowd comes
// and waits; then it leaves, and a newcomer tells when the server accepts again.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "load.h"

enum { NEWCOMERS = 10 };
static const uint64_t PATIENCE = 10000000000u;
static const uint64_t RETRY = 1000000;

enum state { ABSENT, WAITING, SERVED, REFUSED };

struct guest {
  struct asker asker;
  enum state state;
};

static const struct settings *settings;
static int epoll;
static struct asker *standing;
static int lost;             // of those that stand
static struct guest *guests; // the crowd, and later the newcomers

static void arrive(int index) {
  struct guest *guest = &guests[index];
  *guest = (struct guest){.state = WAITING};
  guest->asker.fd = begin_connection(settings, settings->connections + index);
  if (guest->asker.fd < 0) {
    guest->state = REFUSED;
    return;
  }
  guest->asker.unsent = guest->asker.awaited = settings->size;
  watch(epoll, guest->asker.fd, (uint32_t)(settings->connections + index));
}

static void leave(int index) {
  if (guests[index].state != ABSENT && guests[index].asker.fd >= 0) close(guests[index].asker.fd);
  guests[index].state = ABSENT;
}

static void look_at(struct guest *guest) {
  if (guest->asker.fd < 0) return;
  if (!hear_answer(&guest->asker)) {
    guest->state = REFUSED;
    close(guest->asker.fd);
    guest->asker.fd = -1;
  } else if (guest->asker.awaited == 0) {
    guest->state = SERVED;
  }
}

static void turn(void) {
  struct epoll_event events[512];
  int ready = epoll_wait(epoll, events, 512, 1);
  for (int i = 0; i < ready; i++) {
    int index = (int)events[i].data.u32;
    if (index >= settings->connections) {
      look_at(&guests[index - settings->connections]);
    } else if (standing[index].fd >= 0 && !ask_again(&standing[index], settings->size)) {
      close(standing[index].fd);
      standing[index].fd = -1;
      lost++;
    }
  }
}

static uint64_t trips(void) {
  uint64_t sum = 0;
  for (int i = 0; i < settings->connections; i++) sum += standing[i].trips;
  return sum;
}

static void turn_for(long millis) {
  for (uint64_t end = now_nanos() + (uint64_t)millis * 1000000u; now_nanos() < end;) turn();
}

static int count_guests(int most, enum state state) {
  int sum = 0;
  for (int i = 0; i < most; i++) sum += guests[i].state == state;
  return sum;
}

// Until nobody more is served or refused.
static void settle(int most) {
  int before = most;
  for (int look = 0; look < 40; look++) {
    turn_for(100);
    int waiting = count_guests(most, WAITING);
    if (waiting == before) return;
    before = waiting;
  }
}

// Comes again and again until it is served; nanoseconds, or 0 if it never was.
static uint64_t await_service(void) {
  uint64_t began = now_nanos(), next = began;
  while (now_nanos() - began < PATIENCE) {
    if ((guests[0].state == ABSENT || guests[0].state == REFUSED) && now_nanos() >= next) {
      next = now_nanos() + RETRY;
      arrive(0);
    }
    turn();
    if (guests[0].state == SERVED) return now_nanos() - began;
  }
  return 0;
}

// Those of a few who are not served in time, one after another.
static int unserved_newcomers(void) {
  int unserved = 0;
  for (int i = 1; i <= NEWCOMERS && unserved == 0; i++) {
    arrive(i);
    for (uint64_t end = now_nanos() + PATIENCE; guests[i].state == WAITING && now_nanos() < end;) turn();
    unserved += guests[i].state != SERVED;
  }
  return unserved;
}

static void open_standing(void) {
  int count = settings->connections;
  int *fds = calloc((size_t)count, sizeof *fds);
  standing = calloc((size_t)count, sizeof *standing);
  lost = open_some(settings, fds, 0, count);
  for (int i = 0; i < count; i++) {
    standing[i].fd = fds[i];
    if (fds[i] >= 0) watch(epoll, fds[i], (uint32_t)i);
  }
  for (int i = 0; i < count; i++) {
    if (fds[i] >= 0) ask(&standing[i], settings->size, now_nanos());
  }
  free(fds);
}

int run_limit(const struct settings *given) {
  settings = given;
  epoll = open_epoll();
  prepare_asking(settings->size);
  int most = settings->crowd > NEWCOMERS ? settings->crowd : NEWCOMERS + 1;
  guests = calloc((size_t)most, sizeof *guests);
  open_standing();
  turn_for(settings->warm_millis);

  uint64_t usual = trips(), usual_began = now_nanos();
  turn_for(settings->window_millis);
  usual = trips() - usual;
  uint64_t usual_nanos = now_nanos() - usual_began;

  for (int i = 0; i < settings->crowd; i++) {
    arrive(i);
    if (i % 16 == 15) turn();
  }
  settle(most);
  struct window window = plan_window(settings, 0);
  uint64_t before = trips();
  window_opens(&window, settings, now_nanos());
  while (!window_over(&window, settings, now_nanos())) turn();
  uint64_t count = trips() - before;
  int served = count_guests(most, SERVED), refused = count_guests(most, REFUSED);
  int unanswered = count_guests(most, WAITING);

  for (int i = 0; i < settings->crowd; i++) leave(i);
  uint64_t accepted = await_service();
  int errors = lost + (accepted == 0 ? 1 : unserved_newcomers());
  printf("count=%" PRIu64 " errors=%d usual_per_s=%.1f ", count, errors,
         (double)usual * 1e9 / (double)usual_nanos);
  printf("served=%d refused=%d unanswered=%d ", served, refused, unanswered);
  if (accepted > 0) printf("accept_us=%.1f ", (double)accepted / 1e3);
  print_window(&window, settings);
  return 0;
}
