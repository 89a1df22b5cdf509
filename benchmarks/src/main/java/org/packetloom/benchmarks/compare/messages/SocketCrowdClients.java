// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.packetloom.DatagramBatch;
import org.packetloom.DatagramConnector;
import org.packetloom.Packetloom;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.ReceivedMessage;

/**
 * Some clients of one server that share a socket; all of them are run by one thread, and cost it
 * little.
 *
 * <p>Datagrams of a connection name it; those of handshakes are offered to all that are in one, of
 * which there are few at a time.
 */
final class SocketCrowdClients implements AutoCloseable {
  private static final int BATCH = 64;
  private static final int BYTES = 2048;
  private static final int AT_ONCE = 16;
  private static final int CHANNEL = 0;
  private static final int HAS_ID = 0x40;

  private final DatagramConnector socket;
  private final DatagramBatch incoming;
  private final DatagramBatch outgoing;
  private final SocketCrowdFigures figures;
  private final List<Client> all = new ArrayList<>();
  private final ArrayDeque<Client> waiting = new ArrayDeque<>();
  private final List<Client> joining = new ArrayList<>();
  private final Map<Long, Client> byId = new HashMap<>();
  private final ByteBuffer message = ByteBuffer.allocate(SocketCrowd.MESSAGE_BYTES);
  private int filled;

  /** One of them. */
  private static final class Client {
    private MessageClientEndpoint endpoint; // null before its turn to join
    private long dueAt = Long.MAX_VALUE;
    private long sendAt = Long.MAX_VALUE;
    private boolean isConnected;
  }

  SocketCrowdClients(Packetloom loom, SocketAddress server, int count, SocketCrowdFigures figures)
      throws IOException {
    this.figures = figures;
    socket = loom.bind("udp4://127.0.0.1:0?receive-buffer=4194304&send-buffer=4194304");
    socket.connect(server);
    incoming = socket.batch(BATCH, BYTES);
    outgoing = socket.batch(BATCH, BYTES);
    for (int i = 0; i < count; i++) {
      var client = new Client();
      all.add(client);
      waiting.add(client);
    }
  }

  boolean areConnected() {
    return waiting.isEmpty() && joining.isEmpty();
  }

  /** Has each send a message once in a period, at a time of its own. */
  void begin(long now, long periodNanos) {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).sendAt = now + periodNanos * i / all.size();
    }
  }

  void end() {
    all.forEach(client -> client.sendAt = Long.MAX_VALUE);
  }

  /** Receives, sends what is due, and looks after who joins. */
  void tick(MessageClientConfig config, long periodNanos) throws IOException {
    long now = System.nanoTime();
    for (int count = socket.tryReceive(incoming); count > 0; count = socket.tryReceive(incoming)) {
      now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        take(incoming.data(i), now);
      }
    }
    join(config, now);
    for (Client each : all) {
      if (each.sendAt <= now) {
        say(each, now);
        each.sendAt += periodNanos;
        run(each, now);
      } else if (each.dueAt <= now) {
        run(each, now);
      }
    }
    sendAll();
  }

  private void take(ByteBuffer datagram, long now) throws IOException {
    if (datagram.remaining() < 1 + Long.BYTES) {
      return;
    }
    int head = datagram.get(datagram.position());
    if (head >= 0) {
      for (Client each : joining) {
        each.endpoint.receive(datagram.duplicate(), now);
        run(each, now);
      }
      return;
    }
    if ((head & HAS_ID) == 0) {
      return;
    }
    long id = datagram.order(ByteOrder.BIG_ENDIAN).getLong(datagram.position() + 1);
    Client client = byId.get(id);
    if (client != null) {
      client.endpoint.receive(datagram, now);
      hear(client.endpoint.endpoint().orElseThrow(), now);
      run(client, now);
    }
  }

  private void hear(MessageEndpoint endpoint, long now) {
    for (Optional<ReceivedMessage> answer = endpoint.poll(CHANNEL);
        answer.isPresent();
        answer = endpoint.poll(CHANNEL)) {
      try (ReceivedMessage each = answer.get()) {
        figures.answered(now - each.payload().getLong(0));
      }
    }
    endpoint.drainAcked(CHANNEL, id -> {});
    endpoint.drainLost(CHANNEL, id -> {});
  }

  private void say(Client client, long now) throws IOException {
    MessageEndpoint endpoint = client.endpoint.endpoint().orElseThrow();
    message.clear().putLong(0, now);
    if (endpoint.trySend(CHANNEL, message) >= 0) {
      figures.asked();
    }
  }

  private void join(MessageClientConfig config, long now) throws IOException {
    joining.removeIf(this::isDone);
    while (joining.size() < AT_ONCE && !waiting.isEmpty()) {
      Client next = waiting.remove();
      next.endpoint = MessageClientEndpoint.of(config, now);
      joining.add(next);
      run(next, now);
    }
  }

  private boolean isDone(Client client) {
    if (client.endpoint.ended().isPresent()) {
      throw new IllegalStateException("not accepted: " + client.endpoint.ended());
    }
    if (!client.isConnected && client.endpoint.connectionId() != 0) {
      client.isConnected = true;
      byId.put(client.endpoint.connectionId(), client);
    }
    return client.isConnected;
  }

  private void run(Client client, long now) throws IOException {
    client.endpoint.advance(now);
    while (true) {
      if (filled == BATCH) {
        sendAll();
      }
      ByteBuffer room = outgoing.room(filled);
      if (!client.endpoint.transmit(room, now)) {
        break;
      }
      outgoing.size(filled++, room.position());
    }
    client.dueAt = client.endpoint.nextDeadline();
  }

  private void sendAll() throws IOException {
    outgoing.count(filled);
    if (filled > 0) {
      socket.send(outgoing);
    }
    filled = 0;
  }

  @Override
  public void close() throws IOException {
    incoming.close();
    outgoing.close();
    socket.close();
  }
}
