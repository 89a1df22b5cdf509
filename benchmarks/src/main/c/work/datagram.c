// SPDX-License-Identifier: Apache-2.0
// Packets from one socket to another: some are sent, then all of them are received. As
// compare/server/DatagramFlow.java has it, without a thread for each end.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "work.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103 // linux/udp.h
#define UDP_GRO 104
#endif

enum {
  BATCH = 64,
  MOST_SEGMENTS = 64,
  OFFLOADED_BYTES = 60000, // at most, of an entry
  BURST_BYTES = 120000,    // of entries that are sent by one call
  MOST_ENTRIES = 16,
  RECEIVED_BYTES = 1 << 16,
  BUFFER_BYTES = 4 << 20,
  BURSTS = 2, // under way at a time
  LOSS_MILLIS = 1000,
};

struct flow {
  int near, far;
  struct sockaddr_in address; // of far
};

static struct flow *flows;
static int count;
static int size;
static bool is_single, is_offloaded;
static int burst;   // packets that are sent together
static int entries; // messages of a call, and each has:
static int each;    // packets
static struct mmsghdr *out, *in;

static int open_socket(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int bytes = BUFFER_BYTES;
  if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes) != 0 ||
      bind(fd, (struct sockaddr *)&address, sizeof address) != 0) {
    fail("udp");
  }
  return fd;
}

static void open_some(int wanted) {
  for (int i = 0; i < count; i++) {
    close(flows[i].near);
    close(flows[i].far);
  }
  free(flows);
  count = wanted;
  flows = calloc((size_t)count, sizeof *flows);
  for (int i = 0; i < count; i++) {
    struct flow *flow = &flows[i];
    socklen_t length = sizeof flow->address;
    int on = 1;
    flow->near = open_socket();
    flow->far = open_socket();
    if (getsockname(flow->far, (struct sockaddr *)&flow->address, &length) != 0) fail("getsockname");
    if (is_offloaded && setsockopt(flow->far, SOL_UDP, UDP_GRO, &on, sizeof on) != 0) fail("UDP_GRO");
  }
}

static int send_burst(const struct flow *flow) {
  if (is_single) {
    ssize_t n = sendto(flow->near, out->msg_hdr.msg_iov->iov_base, (size_t)size, 0,
                       (const struct sockaddr *)&flow->address, sizeof flow->address);
    return n == size ? 1 : 0;
  }
  for (int i = 0; i < entries; i++) out[i].msg_hdr.msg_name = (void *)&flow->address;
  int sent = sendmmsg(flow->near, out, (unsigned)entries, 0);
  return sent < 0 ? 0 : sent * each;
}

// How many packets there were, or -1.
static int receive_some(const struct flow *flow, uint64_t *errors) {
  struct sockaddr_in sender;
  if (is_single) {
    socklen_t length = sizeof sender;
    ssize_t n = recvfrom(flow->far, in->msg_hdr.msg_iov->iov_base, (size_t)size, 0,
                         (struct sockaddr *)&sender, &length);
    *errors += n >= 0 && n != size;
    return n < 0 ? -1 : 1;
  }
  int most = is_offloaded ? 8 : BATCH;
  int messages = recvmmsg(flow->far, in, (unsigned)most, 0, NULL);
  int packets = 0;
  for (int i = 0; i < messages; i++) {
    *errors += in[i].msg_len % (unsigned)size != 0;
    packets += (int)in[i].msg_len / size;
  }
  return messages < 0 ? -1 : packets;
}

static int receive(const struct flow *flow, uint64_t *errors) {
  int n;
  while ((n = receive_some(flow, errors)) < 0) {
    struct pollfd one = {.fd = flow->far, .events = POLLIN};
    if (errno != EAGAIN || poll(&one, 1, LOSS_MILLIS) == 0) return -1;
  }
  return n;
}

static void run(uint64_t end, uint64_t *done, uint64_t *errors) {
  int together = is_single ? BURSTS * BATCH : BURSTS;
  do {
    for (int f = 0; f < count; f++) {
      int awaited = 0;
      for (int i = 0; i < together; i++) awaited += send_burst(&flows[f]);
      *errors += (uint64_t)(together * burst - awaited);
      while (awaited > 0) {
        int n = receive(&flows[f], errors);
        if (n < 0) {
          *errors += (uint64_t)awaited;
          break;
        }
        awaited -= n;
        *done += (uint64_t)n;
      }
    }
  } while (now_nanos() < end);
}

static struct mmsghdr *messages(int number, size_t bytes) {
  struct mmsghdr *headers = calloc((size_t)number, sizeof *headers);
  struct iovec *vectors = calloc((size_t)number, sizeof *vectors);
  for (int i = 0; i < number; i++) {
    vectors[i] = (struct iovec){.iov_base = calloc(1, bytes), .iov_len = bytes};
    headers[i].msg_hdr = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1};
  }
  return headers;
}

// Has the kernel cut each entry into packets.
static void cut(struct mmsghdr *headers, int number) {
  enum { SPACE = CMSG_SPACE(sizeof(uint16_t)) };
  for (int i = 0; i < number; i++) {
    struct msghdr *header = &headers[i].msg_hdr;
    header->msg_control = calloc(1, SPACE);
    header->msg_controllen = SPACE;
    struct cmsghdr *control = CMSG_FIRSTHDR(header);
    control->cmsg_level = SOL_UDP;
    control->cmsg_type = UDP_SEGMENT;
    control->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    uint16_t segment = (uint16_t)size;
    memcpy(CMSG_DATA(control), &segment, sizeof segment);
  }
}

struct work datagram_work(const char *way, int packet_size) {
  size = packet_size;
  is_single = strcmp(way, "single") == 0;
  is_offloaded = strcmp(way, "offload") == 0;
  each = is_offloaded ? OFFLOADED_BYTES / size : 1;
  if (each > MOST_SEGMENTS) each = MOST_SEGMENTS;
  if (each < 1) each = 1;
  entries = is_offloaded ? BURST_BYTES / (each * size) : BATCH;
  if (entries > MOST_ENTRIES && is_offloaded) entries = MOST_ENTRIES;
  if (entries < 1) entries = 1;
  burst = is_single ? 1 : entries * each;
  out = messages(entries, (size_t)(each * size));
  if (is_offloaded) cut(out, entries);
  in = messages(BATCH, is_offloaded ? RECEIVED_BYTES : (size_t)size);
  for (int i = 0; i < BATCH; i++) in[i].msg_hdr.msg_name = calloc(1, sizeof(struct sockaddr_in));
  for (int i = 0; i < BATCH; i++) in[i].msg_hdr.msg_namelen = sizeof(struct sockaddr_in);
  for (int i = 0; i < entries; i++) out[i].msg_hdr.msg_namelen = sizeof(struct sockaddr_in);
  return (struct work){.open = open_some, .run = run};
}
