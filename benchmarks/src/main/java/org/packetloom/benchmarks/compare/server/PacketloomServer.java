// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import org.packetloom.DescriptorShortage;
import org.packetloom.FailureListener;
import org.packetloom.Listener;
import org.packetloom.Packetloom;
import org.packetloom.Probe;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.packetloom.tls.Tls;

/** Ourselves, by nothing but the public interface; TCP_NODELAY is our default. */
final class PacketloomServer implements PeerServer {
  private static final Duration DEADLINE = Duration.ofSeconds(ServerPlan.DEADLINE_SECONDS);
  private static final int MOST_ARRAY = 128 << 10; // what one call moves of an array

  private static final int MOST_CONNECTIONS = 100_000;

  private final String engine;
  private final String poller;
  private Packetloom loom; // set by start
  private Optional<SSLContext> identity = Optional.empty(); // set by start

  private PacketloomServer(String engine, String poller) {
    this.engine = engine;
    this.poller = poller;
  }

  /** From {@code packetloom/ENGINE/POLLER}. */
  static PacketloomServer named(String peer) {
    String[] parts = peer.split("/");
    if (parts.length != 3 || !parts[0].equals("packetloom")) {
      throw new IllegalArgumentException("no such server: " + peer);
    }
    return new PacketloomServer(parts[1], parts[2]);
  }

  @Override
  public int start(ServerPlan plan) throws IOException {
    loom = Packetloom.builder().engine(engine).poller(poller).open();
    if (!plan.role().listens()) {
      return 0;
    }
    String uri = plan.localPath().map(p -> "local://" + p).orElse("tcp4://127.0.0.1:0");
    Listener listener = loom.listen(uri);
    Server.Builder server =
        loom.server(connection -> serve(connection, plan))
            .listen(listener)
            .maxConnections(MOST_CONNECTIONS)
            .onFailure(new Silence());
    switch (plan.variant()) {
      case ServerPlan.SHED -> server.whenOutOfDescriptors(DescriptorShortage.SHED);
      case ServerPlan.TLS -> {
        identity = Optional.of(TlsIdentity.context());
        server.tls(chosen(Tls.server(identity.get())));
      }
      default -> {} // nothing else to be chosen
    }
    server.start();
    return listener.localAddress().orElseThrow() instanceof InetSocketAddress bound
        ? bound.getPort()
        : 0;
  }

  private static Tls chosen(Tls tls) {
    return tls.protocols(TlsIdentity.VERSION)
        .parameters(all -> all.setCipherSuites(new String[] {TlsIdentity.CIPHERS}));
  }

  private void serve(StreamConnector connection, ServerPlan plan) throws IOException {
    if (plan.timed()) {
      connection.readTimeout(DEADLINE);
    }
    if (plan.role() == Role.RELAY) {
      relay(connection, plan);
      return;
    }
    switch (plan.role()) {
      case ECHO, PINGPONG -> echo(connection, new byte[plan.blockBytes()]);
      case SOURCE -> {
        ByteBuffer block = buffer(plan.blockBytes());
        while (true) {
          connection.write(block.clear());
        }
      }
      case SINK -> {
        ByteBuffer block = buffer(plan.blockBytes());
        while (connection.read(block.clear()) >= 0) {}
      }
      case RELAY, DATAGRAM, CASCADE -> throw new UnsupportedOperationException(plan.role().word());
    }
  }

  /** An array is lent to the system in pieces, so that the collector need not wait for long. */
  private static ByteBuffer buffer(int bytes) {
    return bytes > MOST_ARRAY ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
  }

  private static void echo(StreamConnector connection, byte[] block) throws IOException {
    for (int n = connection.read(block); n >= 0; n = connection.read(block)) {
      connection.write(block, 0, n);
    }
  }

  private void relay(StreamConnector client, ServerPlan plan) throws IOException {
    try (StreamConnector peer = loom.connect("tcp4://127.0.0.1:" + plan.target())) {
      loom.relay(client, peer).bufferSize(plan.blockBytes()).run();
    }
  }

  @Override
  public ThreadFactory threads() {
    return loom.threadFactory();
  }

  @Override
  public DatagramEnds datagrams(String way, int size) throws IOException {
    return PacketloomDatagrams.open(loom, way, size);
  }

  @Override
  public Ring ring(String kind, int count) throws IOException {
    return PacketloomRing.open(loom, kind, count, Ring.Buffers.OF_PLACES);
  }

  @Override
  public PingClient connect(int port, int messageBytes) throws IOException {
    StreamConnector connection = loom.connect("tcp4://127.0.0.1:" + port);
    if (identity.isPresent()) {
      Tls tls = chosen(Tls.client().context(identity.get()).peer("localhost", port));
      return new Client(tls.over(loom, connection));
    }
    return new Client(connection);
  }

  private record Client(StreamConnector connection) implements PingClient {
    @Override
    public void roundTrip(byte[] block) throws IOException {
      connection.write(block);
      connection.readFully(block);
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  @Override
  public String note() {
    Probe probe = loom.probe();
    if (probe.engine().equals(engine) && probe.poller().equals(poller)) {
      return "";
    }
    return "served by engine " + probe.engine() + ", poller " + probe.poller();
  }

  /** Clients leave as they like, and are counted on their side. */
  private static final class Silence implements FailureListener {
    @Override
    public void connectionFailed(StreamConnector connection, Throwable failure) {}
  }
}
