// SPDX-License-Identifier: Apache-2.0
//
// ENet as the distribution has it, with sockets and a clock that are not real: datagrams go in and out
// through the functions at the end, and time is what it was told last. Works because this library is
// searched before libenet when libenet's own calls are bound.

#include <enet/enet.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// ENet looks at all that it has queued in each turn, and sends it in one order, so the bulk that waits
// is bounded: to twice of what its window takes of 1000 bytes each.
enum { SOCKETS = 4096, SERVICE_BURST = 256, MOST_UNACKED = 128, BULK = 0, WORK = 1, MOST_TURNS = 10 };

typedef struct datagram {
  struct datagram *next;
  size_t length;
  uint8_t bytes[];
} datagram;

typedef struct {
  datagram *first;
  datagram **end;
} queue;

typedef struct {
  int is_used;
  queue in;
  queue out;
} fake_socket;

static fake_socket sockets[SOCKETS];
static enet_uint32 now_millis = 1000;

static void put(queue *q, const ENetBuffer *buffers, size_t count) {
  size_t length = 0;
  for (size_t i = 0; i < count; i++) {
    length += buffers[i].dataLength;
  }
  datagram *d = malloc(sizeof *d + length);
  d->next = NULL;
  d->length = 0;
  for (size_t i = 0; i < count; i++) {
    memcpy(d->bytes + d->length, buffers[i].data, buffers[i].dataLength);
    d->length += buffers[i].dataLength;
  }
  *q->end = d;
  q->end = &d->next;
}

// The length of the first one, or -1.
static int take(queue *q, uint8_t *into, size_t capacity) {
  datagram *d = q->first;
  if (!d) {
    return -1;
  }
  q->first = d->next;
  if (!q->first) {
    q->end = &q->first;
  }
  int length = d->length <= capacity ? (int)d->length : -1;
  if (length >= 0) {
    memcpy(into, d->bytes, d->length);
  }
  free(d);
  return length;
}

static void clear(queue *q) {
  while (q->first) {
    datagram *d = q->first;
    q->first = d->next;
    free(d);
  }
  q->end = &q->first;
}

// What libenet calls instead of its own.

enet_uint32 enet_time_get(void) { return now_millis; }

enet_uint32 enet_host_random_seed(void) { return 7; }

ENetSocket enet_socket_create(ENetSocketType type) {
  for (int i = 0; i < SOCKETS; i++) {
    if (!sockets[i].is_used) {
      sockets[i].is_used = 1;
      clear(&sockets[i].in);
      clear(&sockets[i].out);
      return i;
    }
  }
  return ENET_SOCKET_NULL;
}

void enet_socket_destroy(ENetSocket s) {
  if (s >= 0) {
    clear(&sockets[s].in);
    clear(&sockets[s].out);
    sockets[s].is_used = 0;
  }
}

int enet_socket_bind(ENetSocket s, const ENetAddress *address) { return 0; }

int enet_socket_get_address(ENetSocket s, ENetAddress *address) { return -1; }

int enet_socket_set_option(ENetSocket s, ENetSocketOption option, int value) { return 0; }

int enet_socket_send(ENetSocket s, const ENetAddress *to, const ENetBuffer *buffers, size_t count) {
  put(&sockets[s].out, buffers, count);
  return (int)count;
}

int enet_socket_receive(ENetSocket s, ENetAddress *from, ENetBuffer *buffers, size_t count) {
  int length = take(&sockets[s].in, buffers->data, buffers->dataLength);
  from->host = 1;
  from->port = 1;
  return length < 0 ? 0 : length;
}

int enet_socket_wait(ENetSocket s, enet_uint32 *condition, enet_uint32 timeout) {
  *condition = ENET_SOCKET_WAIT_NONE;
  return 0;
}

// One end of a connection.

typedef struct {
  ENetHost *host;
  ENetPeer *peer;
  int is_connected;
  int is_lost;
  int unacked; // messages that ENet still has
  ENetPacket *delivered[SERVICE_BURST];
  uint8_t channels[SERVICE_BURST];
  int first;
  int count;
} side;

void side_time(uint32_t millis) { now_millis = millis; }

side *side_open(int is_client, int channels) {
  side *s = calloc(1, sizeof *s);
  ENetAddress address = {.host = 1, .port = 1};
  s->host = enet_host_create(is_client ? NULL : &address, 1, channels, 0, 0);
  if (s->host && is_client) {
    s->peer = enet_host_connect(s->host, &address, channels, 0);
  }
  return s;
}

void side_close(side *s) {
  while (s->count > 0) {
    enet_packet_destroy(s->delivered[s->first]);
    s->first = (s->first + 1) % SERVICE_BURST;
    s->count--;
  }
  enet_host_destroy(s->host);
  free(s);
}

// 0 before the connection is there, 1 while it is, -1 once it is lost.
int side_state(const side *s) { return s->is_lost ? -1 : s->is_connected; }

static void freed(ENetPacket *packet) { ((side *)packet->userData)->unacked--; }

// 0 if it takes none now.
int side_send(side *s, int channel, int is_reliable, const void *bytes, int length) {
  if (channel == BULK && s->unacked >= MOST_UNACKED) {
    return 0;
  }
  enet_uint32 flags = is_reliable ? ENET_PACKET_FLAG_RELIABLE : 0;
  ENetPacket *packet = enet_packet_create(bytes, length, flags);
  packet->userData = s;
  packet->freeCallback = freed;
  s->unacked++;
  if (enet_peer_send(s->peer, (enet_uint8)channel, packet) < 0) {
    enet_packet_destroy(packet);
    return 0;
  }
  return 1;
}

void side_receive(side *s, void *bytes, int length) {
  ENetBuffer buffer = {.data = bytes, .dataLength = length};
  put(&sockets[s->host->socket].in, &buffer, 1);
}

// Reads, runs timers and writes, until no event is left or enough messages wait.
static void serve(side *s) {
  ENetEvent event;
  while (s->count < SERVICE_BURST && enet_host_service(s->host, &event, 0) > 0) {
    switch (event.type) {
      case ENET_EVENT_TYPE_CONNECT:
        s->peer = event.peer;
        s->is_connected = 1;
        break;
      case ENET_EVENT_TYPE_DISCONNECT:
        s->is_lost = 1;
        break;
      case ENET_EVENT_TYPE_RECEIVE: {
        int last = (s->first + s->count++) % SERVICE_BURST;
        s->delivered[last] = event.packet;
        s->channels[last] = event.channelID;
        break;
      }
      default:
        break;
    }
  }
}

// The next message: its length with the channel in the bits from 24 on, or -1.
int side_poll(side *s, void *into, int capacity) {
  if (s->count == 0) {
    serve(s);
  }
  if (s->count == 0) {
    return -1;
  }
  ENetPacket *packet = s->delivered[s->first];
  int channel = s->channels[s->first];
  s->first = (s->first + 1) % SERVICE_BURST;
  s->count--;
  int length = (int)packet->dataLength;
  if (length > capacity) {
    abort();
  }
  memcpy(into, packet->data, length);
  enet_packet_destroy(packet);
  return length | channel << 24;
}

void side_flush(side *s) { enet_host_flush(s->host); }

// The next datagram's length, or -1.
int side_transmit(side *s, void *into, int capacity) {
  return take(&sockets[s->host->socket].out, into, capacity);
}

// How much of what was sent was lost, as ENet sees it: parts of 65536.
int side_loss(const side *s) { return (int)s->peer->packetLoss; }

// Bytes of the heap that are in use.
int64_t sides_allocated(void) {
  struct mallinfo2 info = mallinfo2();
  return (int64_t)(info.uordblks + info.hblkhd);
}

// What one end has to say goes to the other; how many messages it had received before.
static int pass(side *end, side *other) {
  static uint8_t bytes[65536];
  int received = 0;
  while (side_poll(end, bytes, sizeof bytes) >= 0) {
    received++;
  }
  side_flush(end);
  queue *out = &sockets[end->host->socket].out;
  queue *in = &sockets[other->host->socket].in;
  if (out->first) {
    *in->end = out->first;
    in->end = out->end;
    out->first = NULL;
    out->end = &out->first;
  }
  return received;
}

// So many messages from one end to the other at once, so often: nothing but ENet's own work. How many
// arrived.
int sides_work(side *from, side *to, int is_reliable, int length, int burst, int ticks) {
  static uint8_t bytes[65536];
  int sent = 0;
  int arrived = 0;
  for (int tick = 0; tick < ticks; tick++) {
    now_millis += 16;
    for (int i = 0; i < burst; i++) {
      sent += side_send(from, WORK, is_reliable, bytes, length);
    }
    for (int turn = 0; turn < MOST_TURNS && arrived < sent; turn++) {
      pass(from, to);
      arrived += pass(to, from);
      pass(from, to);
    }
  }
  return arrived;
}
