// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.packetloom.DatagramConnector;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.MessageServerEndpoint;
import org.packetloom.message.MessageTick;

/** Moves datagrams between an endpoint and a connector when it is told to. */
final class Ticking implements MessageTick {
  /** Batches that are taken in one tick, at most: as much as a large receive buffer holds. */
  private static final int MOST_BATCHES = 1024;

  private final DatagramConnector connector;
  private final Machine machine;
  private final Intake intake;
  private final Outlet outlet;

  /** What kinds of endpoints have in common. */
  private interface Machine {
    void receive(ByteBuffer datagram, Optional<SocketAddress> from, long now);

    void advance(long now);

    boolean compose(Outlet into, long now);
  }

  private record Server(MessageServerEndpoint endpoint) implements Machine {
    @Override
    public void receive(ByteBuffer datagram, Optional<SocketAddress> from, long now) {
      if (from.isPresent()) {
        endpoint.receive(datagram, from.get(), now);
      }
    }

    @Override
    public void advance(long now) {
      endpoint.advance(now);
    }

    @Override
    public boolean compose(Outlet into, long now) {
      ByteBuffer room = into.room();
      Optional<SocketAddress> to = endpoint.transmit(room, now);
      if (to.isPresent()) {
        into.add(room, to.get());
      }
      return to.isPresent();
    }
  }

  private record Client(MessageClientEndpoint endpoint) implements Machine {
    @Override
    public void receive(ByteBuffer datagram, Optional<SocketAddress> from, long now) {
      endpoint.receive(datagram, now);
    }

    @Override
    public void advance(long now) {
      endpoint.advance(now);
    }

    @Override
    public boolean compose(Outlet into, long now) {
      ByteBuffer room = into.room();
      boolean isThere = endpoint.transmit(room, now);
      if (isThere) {
        into.add(room);
      }
      return isThere;
    }
  }

  private record Bare(MessageEndpoint endpoint) implements Machine {
    @Override
    public void receive(ByteBuffer datagram, Optional<SocketAddress> from, long now) {
      endpoint.receive(datagram, now);
    }

    @Override
    public void advance(long now) {
      endpoint.advance(now);
    }

    @Override
    public boolean compose(Outlet into, long now) {
      ByteBuffer room = into.room();
      boolean isThere = endpoint.transmit(room, now);
      if (isThere) {
        into.add(room);
      }
      return isThere;
    }
  }

  private Ticking(DatagramConnector connector, Machine machine, int maxDatagramSize)
      throws IOException {
    this.connector = connector;
    this.machine = machine;
    intake = Intake.of(connector, maxDatagramSize);
    outlet = Outlet.of(connector, maxDatagramSize);
  }

  static Ticking of(MessageServerEndpoint server, DatagramConnector connector) throws IOException {
    int size = server.config().messages().maxDatagramSize();
    return new Ticking(connector, new Server(server), size);
  }

  static Ticking of(MessageClientEndpoint client, DatagramConnector connector) throws IOException {
    int size = client.config().messages().maxDatagramSize();
    return new Ticking(connector, new Client(client), size);
  }

  static Ticking of(MessageEndpoint endpoint, DatagramConnector connector) throws IOException {
    return new Ticking(connector, new Bare(endpoint), endpoint.config().maxDatagramSize());
  }

  @Override
  public int receive(long nowNanos) throws IOException {
    int total = 0;
    for (int batch = 0; batch < MOST_BATCHES; batch++) {
      int count = tryReceive();
      for (int i = 0; i < count; i++) {
        machine.receive(intake.data(i), intake.sender(i), nowNanos);
      }
      total += count;
      if (count == 0) {
        break;
      }
    }
    machine.advance(nowNanos);
    return total;
  }

  private int tryReceive() throws IOException {
    try {
      return intake.tryReceive();
    } catch (ConnectException | NoRouteToHostException _) {
      return intake.tryReceive(); // told once, of a datagram sent before
    }
  }

  @Override
  public int send(long nowNanos) throws IOException {
    long before = outlet.droppedDatagrams();
    int total = 0;
    boolean isAll = false;
    while (!isAll) {
      while (!outlet.isFull() && machine.compose(outlet, nowNanos)) {
        total++;
      }
      isAll = !outlet.isFull();
      while (!outlet.trySend()) {
        outlet.dropFirst();
      }
    }
    return total - (int) (outlet.droppedDatagrams() - before);
  }

  @Override
  public long droppedDatagrams() {
    return outlet.droppedDatagrams();
  }

  @Override
  public void close() {
    intake.close();
    outlet.close();
    try {
      connector.close();
    } catch (IOException _) {
      // closed all the same; there is nobody left to be told
    }
  }

  @Override
  public String toString() {
    return machine + " by " + connector;
  }
}
